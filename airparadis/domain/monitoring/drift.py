"""Whether what comes in still looks like what the model was fitted on.

One measure for all that is counted by bin: the population stability index with its usual reading
(N. Siddiqi, "Credit Risk Scorecards", 2006): below .1 no shift to speak of, a large one from .25.
Of a share, which has two bins only, the index is about the square of Cohen's h, whose smallest
effect of note is .2 (J. Cohen, "Statistical Power Analysis for the Behavioral Sciences", 1988).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

from airparadis.domain.monitoring.histogram import PROBABILITY_EDGES

MODERATE_FROM, LARGE_FROM = 0.1, 0.25
SHARE_MODERATE_FROM = 0.04

MIN_TWEETS = 200
"""On either side. Chance alone makes an index of about (bins - 1)(1/n + 1/m): .05 for ten bins and
200 tweets against many (B. Yurdakul, "Statistical Properties of Population Stability Index", 2018).
"""

WORD_EDGES = (4, 7, 10, 13, 16, 19, 22, 26, 31)
"""Words of a tweet, parted by white space."""

SCORE_BINS = len(PROBABILITY_EDGES) + 1
LENGTH_BINS = len(WORD_EDGES) + 1
_NEGATIVE_BINS = SCORE_BINS // 2
_ADDED = 0.5
"""Counted to every bin: an empty one would make the index infinite."""


class Aspect(StrEnum):
    """What is compared."""

    NEGATIVE = "negative"
    SCORES = "scores"
    VOCABULARY = "vocabulary"
    LENGTH = "length"
    LANGUAGE = "language"


class Drift(StrEnum):
    """How far apart two sets of tweets are."""

    UNKNOWN = "unknown"
    """One side has not measured it."""
    TOO_FEW = "too_few"
    NONE = "none"
    MODERATE = "moderate"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of tweets as the model sees them; a manifest holds that of the validation rows.

    What is read from texts (`lengths`, `words`, `tokens`) may be of a part of the tweets only.
    """

    scores: tuple[int, ...]
    """Scored tweets by P(positive), shape (SCORE_BINS,)."""
    confidence: float
    """Sum of the confidences of all scored tweets."""
    foreign: int
    """Tweets turned away as not English."""
    lengths: tuple[int, ...]
    """Scored tweets by number of words, shape (LENGTH_BINS,)."""
    words: int
    """Sum of those numbers."""
    tokens: int = 0
    """Words as the model reads them; none if it has no vocabulary of words."""
    unknown_tokens: int = 0
    """Those of them that training never met."""

    def __post_init__(self) -> None:
        """Refuse histograms of other bins, which an older manifest may hold.

        Raises:
            ValueError: `scores` or `lengths` has another shape.
        """
        if (len(self.scores), len(self.lengths)) != (SCORE_BINS, LENGTH_BINS):
            raise ValueError(f"should have {SCORE_BINS} scores and {LENGTH_BINS} lengths")

    @property
    def scored(self) -> int:
        """Tweets with a label."""
        return sum(self.scores)

    @property
    def read(self) -> int:
        """Tweets whose text was looked at."""
        return sum(self.lengths)


@dataclass(frozen=True, slots=True)
class Finding:
    """One aspect compared: a share or a mean before and now, and how far apart."""

    aspect: Aspect
    drift: Drift
    before: float | None = None
    now: float | None = None
    index: float | None = None

    @property
    def has_drifted(self) -> bool:
        """Whether it is worth a look."""
        return self.drift in {Drift.MODERATE, Drift.LARGE}


@dataclass(frozen=True, slots=True)
class _Measured:
    """What one side says of an aspect."""

    tweets: int
    mean: float
    counts: Sequence[int]


def stability_index(expected: Sequence[int], actual: Sequence[int]) -> float:
    """The population stability index of two histograms with the same bins.

    The sum over bins of (a - e) ln(a / e), a and e being the shares of the two sides: the
    symmetrised Kullback-Leibler divergence. It is 0 for equal shares and has no upper end.
    """
    pairs = zip(_shares(expected), _shares(actual), strict=True)
    return sum((a - e) * log(a / e) for e, a in pairs)


def compare(reference: Profile, current: Profile) -> list[Finding]:
    """Every aspect of `current` against `reference`, in the order of `Aspect`."""
    return [_find(aspect, measure(reference), measure(current)) for aspect, measure in _MEASURES]


def reading(index: float, bins: int) -> Drift:
    """What an index over so many bins means."""
    if index < (SHARE_MODERATE_FROM if bins == 2 else MODERATE_FROM):
        return Drift.NONE
    return Drift.MODERATE if index < LARGE_FROM else Drift.LARGE


def _find(aspect: Aspect, reference: _Measured | None, current: _Measured | None) -> Finding:
    if reference is None or current is None:
        return Finding(aspect, Drift.UNKNOWN)
    if min(reference.tweets, current.tweets) < MIN_TWEETS:
        return Finding(aspect, Drift.TOO_FEW)
    index = stability_index(reference.counts, current.counts)
    return Finding(
        aspect, reading(index, len(reference.counts)), reference.mean, current.mean, index
    )


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts) + _ADDED * len(counts)
    return [(count + _ADDED) / total for count in counts]


def _share(tweets: int, hits: int, trials: int) -> _Measured:
    return _Measured(tweets, hits / max(trials, 1), (hits, trials - hits))


def _negative(profile: Profile) -> _Measured:
    return _share(profile.scored, sum(profile.scores[:_NEGATIVE_BINS]), profile.scored)


def _scores(profile: Profile) -> _Measured:
    """In ten bins: twenty would need twice the tweets to rise above chance."""
    pairs = zip(profile.scores[::2], profile.scores[1::2], strict=True)
    mean = profile.confidence / max(profile.scored, 1)
    return _Measured(profile.scored, mean, [one + other for one, other in pairs])


def _vocabulary(profile: Profile) -> _Measured | None:
    if profile.read and not profile.tokens:
        return None
    return _share(profile.read, profile.unknown_tokens, profile.tokens)


def _length(profile: Profile) -> _Measured:
    return _Measured(profile.read, profile.words / max(profile.read, 1), profile.lengths)


def _language(profile: Profile) -> _Measured:
    tweets = profile.scored + profile.foreign
    return _share(tweets, profile.foreign, tweets)


_MEASURES: Sequence[tuple[Aspect, Callable[[Profile], _Measured | None]]] = (
    (Aspect.NEGATIVE, _negative),
    (Aspect.SCORES, _scores),
    (Aspect.VOCABULARY, _vocabulary),
    (Aspect.LENGTH, _length),
    (Aspect.LANGUAGE, _language),
)
