"""Detection of unusual ticks: how unlikely, over which window, by which signal.

The counts of a window that ends with a tick are compared with the usual ones (`expectation`). There
are four signals: negative tweets, all tweets, the share of negative ones, and a drift too slow for
any window. Every score is -log10 of a probability, so one threshold serves all.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from airparadis.domain.radar.drift import drift_score
from airparadis.domain.radar.enums import HOUR, TICK, Signal
from airparadis.domain.radar.expectation import Expectation
from airparadis.domain.radar.series import Counts, Floats, Series, trailing_sums
from airparadis.domain.radar.tail_probability import count_score, share_score

WINDOWS: Final = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
MIN_TWEETS: Final = 5
"""Minimum in a window; fewer are never a burst."""

CORRELATION: Final = 0.02
"""Correlation between the sentiments of two tweets in a window."""

_FLOOR = 0.02
"""Minimum of the tweets expected in a window: without a past, a single tweet is no burst."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The strongest signal at a tick, whether or not it is unusual."""

    signal: Signal
    window: timedelta
    score: float
    tweets: int
    negative: int
    scored: int
    usual_tweets: float
    usual_negative: float
    usual_share: float


@dataclass(frozen=True, slots=True)
class Scan:
    """Scores of every tick of a series.

    Arrays of shape (windows, n), except `scores`, which is (signals, windows, n).
    """

    scores: Floats
    tweets: Floats
    negative: Floats
    scored: Floats
    usual_tweets: Floats
    usual_negative: Floats
    usual_share: Floats

    @property
    def highest(self) -> Floats:
        """The highest score of every tick, shape (n,)."""
        return np.asarray(self.scores.max(axis=(0, 1)), dtype=np.float64)

    def evidence(self, tick: int, threshold: float = np.inf) -> Evidence:
        """Return the strongest signal at a tick, in the shortest window that reaches `threshold`.

        A burst of ten minutes is not a burst of a day, however certain the day is.
        """
        at = self.scores[:, :, tick]
        reaching = np.flatnonzero(at.max(axis=0) >= threshold)
        window = int(reaching[0] if len(reaching) else at.max(axis=0).argmax())
        signal = int(at[:, window].argmax())
        usual_tweets = float(self.usual_tweets[window, tick])
        usual_negative = float(self.usual_negative[window, tick])  # estimated on its own
        return Evidence(
            signal=list(Signal)[signal],
            window=WINDOWS[window],
            score=float(self.scores[signal, window, tick]),
            tweets=int(self.tweets[window, tick]),
            negative=int(self.negative[window, tick]),
            scored=int(self.scored[window, tick]),
            usual_tweets=usual_tweets,
            usual_negative=min(usual_negative, usual_tweets),
            usual_share=float(self.usual_share[window, tick]),
        )


def scan(series: Series, usual: Expectation) -> Scan:
    """Score every tick; ticks without an expectation score 0."""
    drift = drift_score(series, usual)
    columns = [_window(series.counts, usual, width // TICK) for width in WINDOWS]
    stacked = [np.stack(column) for column in zip(*columns, strict=True)]
    scores, values = stacked[:3], stacked[3:]
    drift_scores = np.zeros_like(scores[0])
    drift_scores[-1] = np.where(_may_be_bad(*(value[-1] for value in values)), drift, 0.0)
    table = np.nan_to_num(np.stack([*scores, drift_scores]))
    return Scan(np.where(_is_fresh(*values), table, 0.0), *values)


def _window(ticks: Counts, usual: Expectation, width: int) -> tuple[Floats, ...]:
    """Return the scores of the first three signals, then a `Scan`'s values, all of shape (n,)."""
    is_known = ~np.isnan(usual.tweets)  # without a usual level, counts prove nothing
    tweets = trailing_sums(ticks.tweets * is_known, width)
    negative = trailing_sums(ticks.negative * is_known, width)
    scored = trailing_sums(ticks.scored * is_known, width)
    usual_tweets, spread = _sums(usual.tweets, usual.tweets_spread, width)
    usual_negative, negative_spread = _sums(usual.negative, usual.negative_spread, width)
    share = _usual_share(ticks, usual, width)
    values = tweets, negative, scored, usual_tweets, usual_negative, share
    is_scored = _may_be_bad(*values) & is_known
    scores = (
        count_score(negative, usual_negative + _FLOOR, negative_spread),
        count_score(tweets, usual_tweets + _FLOOR, spread),
        share_score(negative, scored, share, CORRELATION),
    )
    return *(np.where(is_scored, score, 0.0) for score in scores), *values


def _sums(mean: Floats, spread: Floats, width: int) -> tuple[Floats, Floats]:
    """Sum means, and average spreads, as if the errors within a window were fully correlated."""
    total = trailing_sums(np.nan_to_num(mean), width)
    weighted = trailing_sums(np.nan_to_num(mean * spread), width)
    return total, weighted / np.maximum(total, 1e-9)


def _usual_share(ticks: Counts, usual: Expectation, width: int) -> Floats:
    scored = trailing_sums(ticks.background_scored, width)
    negative = trailing_sums(ticks.background_negative, width)
    around = np.log((negative + 0.5) / (scored - negative + 0.5))
    log_odds = np.nan_to_num(usual.share_offset + usual.has_background * around)
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)


def _is_fresh(
    tweets: Floats,
    _negative: Floats,
    _scored: Floats,
    usual_tweets: Floats,
    *_rest: Floats,
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Return where a window longer than an hour counts: while the last hour is high, too."""
    hour = WINDOWS.index(HOUR)
    is_short = np.array([[window <= HOUR] for window in WINDOWS])
    return np.asarray(is_short | (tweets[hour] > usual_tweets[hour]))


def _may_be_bad(
    tweets: Floats,
    negative: Floats,
    scored: Floats,
    _usual_tweets: Floats,
    _usual_negative: Floats,
    usual_share: Floats,
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return where there are enough tweets, not half of them positive and more so than usual."""
    is_good = (scored - negative >= tweets / 2) & (negative < usual_share * scored)
    return np.asarray((tweets >= MIN_TWEETS) & ~is_good)
