"""Streams, time spans, and tweets scored once and counted by stream."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from math import isnan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.radar.backtest import Alert, Recorder
from airparadis.domain.radar.series import Series
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.files.tweets.moments import PACIFIC
from airparadis.files.tweets.reading import TweetFile
from airparadis.ml.artifact import BUNDLED_MODEL, read_verified
from airparadis.ml.scoring import Probabilities
from airparadis.services.radar.imports.scoring_pool import PreparingPool
from airparadis.services.radar.preparing import StreamMatcher, Watched

Terms = Mapping[str, tuple[str, ...]]

AIR_FRANCE = ("air france", "@airfrance", "af447")
QUIET: Terms = {
    **{word: (word,) for word in ("coffee", "pizza", "headache", "dentist", "guitar", "bus")},
    "rain": ("rain", "raining"),
    "walmart": ("walmart", "wal mart"),
    "mcdonalds": ("mcdonalds", "mcdonald s"),
    **{brand: (brand,) for brand in ("starbucks", "ikea", "netflix")},
}
"""Collections used to settle thresholds and the shape of the rules."""

UNSEEN: Terms = {
    word: (word,)
    for word in (
        *("tea", "chocolate", "sushi", "laundry", "haircut", "toothache", "piano", "train"),
        *("traffic", "ebay", "costco", "subway"),
    )
}
"""Written down, with `SEED`, before anybody had looked at them; reported as they came."""

SEED = 20261126
"""Seed of the injected bursts."""

HALF = datetime(2009, 5, 11, tzinfo=PACIFIC)
END = datetime(2009, 6, 16, tzinfo=PACIFIC)
BATCH = 4_000


@dataclass(frozen=True, slots=True)
class Scored:
    """A tweet, its label (None: not scored), and the streams it belongs to."""

    tweet: IncomingTweet
    label: Sentiment | None
    streams: frozenset[int]


class Watching:
    """Streams over one collection; tweets that match none of them are their background."""

    def __init__(self, terms: Terms, first_number: int) -> None:
        self.numbers = dict(zip(terms, range(first_number, first_number + len(terms)), strict=True))
        self.terms = {self.numbers[name]: lines for name, lines in terms.items()}
        self.recorder = Recorder()

    def add(self, scored: Scored) -> None:
        """Count a tweet."""
        own = scored.streams & self.terms.keys()
        self.recorder.add(scored.tweet.created_at, scored.label, own)

    def series(self, name: str) -> Series:
        """Return the counts of a stream."""
        return self.recorder.series(self.numbers[name], PACIFIC.key)


def read_scored(
    file: Path, terms: Mapping[int, tuple[str, ...]], processes: int, cache: Path
) -> Iterator[Scored]:
    """Read the tweets of a file, scored by the bundled model and matched with streams."""
    probabilities = _cached_scores(file, processes, cache)
    matcher = StreamMatcher(Watched(terms, dict.fromkeys(terms, frozenset())))
    tweets = TweetFile(file).tweets(datetime.now(UTC))
    for tweet, (positive, neutral) in zip(tweets, probabilities.tolist(), strict=True):
        label = Probabilities(positive, None if isnan(neutral) else neutral).sentiment
        streams = matcher.match(tweet.text, tweet.language)
        yield Scored(tweet, None if isnan(positive) else label, streams)


def _cached_scores(file: Path, processes: int, cache: Path) -> NDArray[np.float64]:
    """Probabilities of positive and neutral by the bundled model, NaN where it has none.

    They are stored in `cache` under the names of model and file, for the next run.
    """
    tweets = TweetFile(file)
    cached = cache / f"{read_verified(BUNDLED_MODEL).version}-{tweets.digest[:16]}-neutral.npy"
    if cached.exists():
        return np.asarray(np.load(cached), dtype=np.float64)
    found: list[tuple[float | None, float | None]] = []
    with PreparingPool[None](BUNDLED_MODEL, Watched({}, {}), processes) as pool:
        for _, batch in pool.prepare(_batches(tweets)):
            found += ((row.probability_positive, row.neutral_probability) for row in batch)
    scores = np.array(found, dtype=np.float64).reshape(-1, 2)  # None becomes NaN
    cache.mkdir(parents=True, exist_ok=True)
    partial = cached.with_suffix(".partial.npy")
    np.save(partial, scores)
    partial.replace(cached)  # an interrupted run leaves nothing half written
    return scores


def _batches(file: TweetFile) -> Iterator[tuple[None, list[IncomingTweet]]]:
    tweets = file.tweets(datetime.now(UTC))
    while batch := list(islice(tweets, BATCH)):
        yield None, batch


def pacific(moment: datetime) -> str:
    """Format a time in the time zone of the collection."""
    return f"{moment.astimezone(PACIFIC):%d %b %H:%M}"


def describe(alert: Alert) -> str:
    """Describe an alert in one line."""
    found = alert.burst.evidence
    return (
        f"{pacific(alert.at)} to {pacific(alert.until)}, severity {alert.burst.severity}: "
        f"{found.tweets} tweets in {found.window // timedelta(minutes=1)} min "
        f"(usually {found.usual_tweets:.1f}), {found.negative} negative, by {found.signal}"
    )
