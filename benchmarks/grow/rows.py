"""Made-up rows that are shaped like real ones, as columns of text that both databases read.

Traffic has days, weeks and bursts; one prediction in ten is voted on, one vote in seven says
"wrong"; one prediction in a thousand is reviewed; one tweet of the radar in three belongs to a
stream.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

DAYS = 90
CHUNK = 100_000
VERSIONS = ("light-2026.09.01-00000000", "light-2026.11.23-00000000")
STREAMS = 5
TEXTS = 50_000
_WORDS = [
    "flight",
    "delayed",
    "love",
    "crew",
    "bag",
    "lost",
    "seat",
    "great",
    "airline",
    "never",
    "again",
    "thanks",
    "gate",
    "hours",
    "waiting",
    "cancelled",
    "refund",
    "rude",
    "helpful",
    "smooth",
    "landing",
    "late",
    "boarding",
    "service",
    "worst",
    "best",
    "staff",
    "food",
    "legroom",
    "upgrade",
    "booking",
    "website",
    "app",
    "phone",
    "hold",
    "paris",
    "london",
    "ticket",
    "price",
    "luggage",
]
_US = 1_000_000

Column = Sequence[str | None]
Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table, column by column; None is NULL."""

    table: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """What is known of predictions, an array each."""

    positive: NDArray[np.float64]
    reason: NDArray[np.int8]
    is_newer: NDArray[np.bool_]
    is_form: NDArray[np.bool_]
    texts: NDArray[np.int32]

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Whether each has a label."""
        return np.equal(self.reason, 0)

    def __getitem__(self, chosen: slice | NDArray[np.int64]) -> "Predictions":
        """Some of them."""
        return Predictions(
            self.positive[chosen],
            self.reason[chosen],
            self.is_newer[chosen],
            self.is_form[chosen],
            self.texts[chosen],
        )


class Maker:
    """Makes all rows of a database; the same `seed` makes the same ones."""

    def __init__(self, predictions: int, tweets: int, until: np.datetime64, seed: int = 42) -> None:
        self._rng = np.random.default_rng(seed)
        self.predictions, self.tweets = predictions, tweets
        self._until = int(until.astype("M8[us]").astype(np.int64))
        self._texts = self._make_texts()

    def _make_texts(self) -> list[str]:
        weights = 1 / np.arange(1, len(_WORDS) + 1)
        words = self._rng.choice(_WORDS, size=(TEXTS, 24), p=weights / weights.sum())
        lengths = self._rng.integers(3, 25, TEXTS)
        return [
            f"@airparadis {' '.join(row[:length])} {place}"
            for place, (row, length) in enumerate(zip(words.tolist(), lengths, strict=True))
        ]

    def times(self, count: int) -> Times:
        """Microseconds since 1970, in order: days and nights, weekends, a burst a week."""
        hours = np.arange(DAYS * 24)
        weight = 1 + 0.8 * np.sin((hours % 24 - 8) / 24 * 2 * np.pi)
        weight = weight * np.where(hours // 24 % 7 < 5, 1.0, 0.7)
        weight[:: 7 * 24] *= 6
        chosen = np.sort(self._rng.choice(len(hours), size=count, p=weight / weight.sum()))
        start = self._until - DAYS * 24 * 3600 * _US
        at = start + chosen * 3600 * _US + self._rng.integers(0, 3600 * _US, count)
        at.sort()
        return at

    def chunks(self) -> Iterator[Chunk]:
        """Everything, parents before their children."""
        at, made = self.times(self.predictions), self._made()
        for start in range(0, self.predictions, CHUNK):
            yield self._predictions(start, at[start : start + CHUNK], made)
        for start, voted in self._some(self.predictions // 10):
            yield from self._votes(start, voted, at, made)
        for start, reviewed in self._some(self.predictions // 1_000):
            yield self._reviews(start, reviewed, at)
        yield from self._radar()

    def _some(self, count: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Numbers of distinct predictions from 0, a chunk at a time."""
        chosen = np.sort(self._rng.choice(self.predictions, size=count, replace=False))
        for start in range(0, count, CHUNK):
            yield start, chosen[start : start + CHUNK]

    def _made(self) -> Predictions:
        positive, reason = self._scores(self.predictions)
        is_newer = np.arange(self.predictions) > self.predictions / 2
        is_form = self._rng.random(self.predictions) < 0.2
        texts = self._rng.integers(0, TEXTS, self.predictions).astype(np.int32)
        return Predictions(positive, reason, is_newer, is_form, texts)

    def _scores(self, count: int) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
        positive = np.clip(self._rng.beta(0.6, 0.6, count), 0.001, 0.999).round(6)
        reason = self._rng.choice(3, size=count, p=[0.96, 0.01, 0.03])
        return positive, reason.astype(np.int8)

    def _predictions(self, start: int, at: Times, made: Predictions) -> Chunk:
        count = len(at)
        mine = made[start : start + count]
        latency = self._rng.lognormal(-1, 0.5, count)
        random = self._rng.bytes(16 * count).hex()
        scored = mine.scored
        is_unsure = np.maximum(mine.positive, 1 - mine.positive) < 0.64
        return Chunk(
            "prediction",
            (
                *("id", "public_id", "text", "label", "reason", "probability_positive"),
                *("uncertain", "model_version", "source", "latency_ms", "created_at"),
            ),
            (
                [str(place) for place in range(start + 1, start + count + 1)],
                [random[32 * place : 32 * place + 32] for place in range(count)],
                [self._texts[place] for place in mine.texts.tolist()],
                _labels(mine.positive, scored),
                _reasons(mine.reason),
                _floats(mine.positive, scored),
                _flags(scored & is_unsure),
                _versions(mine.is_newer),
                _sources(mine.is_form),
                [f"{each:.6f}" for each in latency.tolist()],
                moments(at),
            ),
        )

    def _votes(
        self, start: int, voted: NDArray[np.int64], at: Times, made: Predictions
    ) -> Iterator[Chunk]:
        count, mine = len(voted), made[voted]
        wrong = (self._rng.random(count) < 0.15).tolist()
        delay = self._rng.exponential(600 * _US, count).astype(np.int64)
        when = moments(np.minimum(at[voted] + delay, self._until))
        numbers = [str(place) for place in range(start + 1, start + count + 1)]
        correct = ["0" if each else "1" for each in wrong]
        label = ["neutral" if each else None for each in wrong]
        comment = ["sarcasm" if each else None for each in wrong]
        confidence = np.where(mine.scored, np.maximum(mine.positive, 1 - mine.positive), 0)
        yield Chunk(
            "feedback",
            (
                *("id", "prediction_id", "voter", "is_correct", "corrected_label", "comment"),
                *("created_at", "voted_at", "updated_at", "predicted_at", "model_version"),
                *("predicted_label", "source", "confidence"),
            ),
            (
                numbers,
                [str(each + 1) for each in voted.tolist()],
                ["api"] * count,
                *(correct, label, comment, when, when, when),
                moments(at[voted]),
                _versions(mine.is_newer),
                _labels(mine.positive, mine.scored),
                _sources(mine.is_form),
                [f"{each:.6f}" for each in confidence.tolist()],
            ),
        )
        yield Chunk(
            "feedback_change",
            ("feedback_id", "is_correct", "corrected_label", "comment", "at"),
            (numbers, correct, label, comment, when),
        )

    def _reviews(self, start: int, reviewed: NDArray[np.int64], at: Times) -> Chunk:
        """One reviewer's label on each, every text a text of its own."""
        count = len(reviewed)
        decisions = self._rng.choice(["negative", "positive", "neutral"], count)
        numbers = range(start + 1, start + count + 1)
        return Chunk(
            "review_label",
            (
                *("id", "prediction_id", "text", "text_key", "reviewer", "decision", "opinion"),
                *("origin", "created_at"),
            ),
            (
                [str(each) for each in numbers],
                [str(each + 1) for each in reviewed.tolist()],
                [f"{self._texts[each % TEXTS]} {each}" for each in numbers],
                [f"{each:032x}" for each in numbers],
                ["reviewer@example.org"] * count,
                decisions.tolist(),
                ["1"] * count,
                ["queue"] * count,
                moments(at[reviewed]),
            ),
        )

    def _radar(self) -> Iterator[Chunk]:
        at = self.times(self.tweets)
        stream = self._rng.integers(0, 3 * STREAMS, self.tweets)  # two thirds belong to none
        positive, reason = self._scores(self.tweets)
        yield self._streams(moments(at[:1])[0])
        for start in range(0, self.tweets, CHUNK):
            part = slice(start, start + CHUNK)
            yield self._tweets(start, at[part], positive[part], reason[part])
            chosen = np.flatnonzero(stream[part] < STREAMS)
            yield Chunk(
                "stream_tweet",
                ("stream_id", "created_at", "tweet_id"),
                (
                    [str(each + 1) for each in stream[part][chosen].tolist()],
                    moments(at[part][chosen]),
                    [str(start + each + 1) for each in chosen.tolist()],
                ),
            )
        yield from _counts(at, stream, positive, reason)

    def _streams(self, when: str | None) -> Chunk:
        numbers = [str(place + 1) for place in range(STREAMS)]
        return Chunk(
            "stream",
            ("id", "name", "terms", "languages", "sensitivity", "created_at", "unmatched_below"),
            (
                numbers,
                [f"stream {each}" for each in numbers],
                ['["airparadis"]'] * STREAMS,
                ["[]"] * STREAMS,
                ["balanced"] * STREAMS,
                [when] * STREAMS,
                ["0"] * STREAMS,
            ),
        )

    def _tweets(
        self, start: int, at: Times, positive: NDArray[np.float64], reason: NDArray[np.int8]
    ) -> Chunk:
        count, when, scored = len(at), moments(at), reason == 0
        numbers = [str(place) for place in range(start + 1, start + count + 1)]
        authors = self._rng.integers(0, self.tweets // 5 + 1, count).tolist()
        return Chunk(
            "tweet",
            (
                *("id", "source", "source_id", "author", "text", "reach", "created_at"),
                *("received_at", "label", "reason", "probability_positive", "model_version"),
                "duplicate_key",
            ),
            (
                numbers,
                ["x"] * count,
                numbers,
                [f"author{each}" for each in authors],
                [self._texts[each] for each in self._rng.integers(0, TEXTS, count).tolist()],
                [str(each) for each in self._rng.zipf(1.6, count).clip(max=10**6).tolist()],
                when,
                when,
                _labels(positive, scored),
                _reasons(reason),
                _floats(positive, scored),
                [VERSIONS[1]] * count,
                [str(each) for each in self._rng.integers(0, 2**62, count).tolist()],
            ),
        )


def moments(at: Times) -> list[str | None]:
    """As SQLAlchemy writes times into SQLite, and PostgreSQL reads them."""
    text = np.datetime_as_string(at.astype("M8[us]"))
    return [each.replace("T", " ") for each in text.tolist()]


def _versions(is_newer: Any) -> Column:
    return [VERSIONS[each] for each in is_newer.tolist()]


def _sources(is_form: Any) -> Column:
    return ["form" if each else "api" for each in is_form.tolist()]


def _labels(positive: Any, scored: Any) -> Column:
    names = ["positive" if each else "negative" for each in (positive >= 0.5).tolist()]
    pairs = zip(names, scored.tolist(), strict=True)
    return [name if is_scored else None for name, is_scored in pairs]


def _floats(positive: Any, scored: Any) -> Column:
    pairs = zip(positive.tolist(), scored.tolist(), strict=True)
    return [f"{value:.6f}" if is_scored else None for value, is_scored in pairs]


def _reasons(reason: Any) -> Column:
    names = (None, "empty", "language")
    return [names[each] for each in reason.tolist()]


def _flags(values: Any) -> Column:
    return ["1" if each else "0" for each in values.tolist()]


def _counts(at: Times, stream: Any, positive: Any, reason: Any) -> Iterator[Chunk]:
    """The counts of streams and of the background by tick and hour."""
    scored = reason == 0
    negative = scored & (positive < 0.5)
    for step, length in (("tick", 300 * _US), ("hour", 3600 * _US)):
        begun = at // length * length
        for number in range(STREAMS + 1):
            mine = stream == number if number < STREAMS else stream >= STREAMS
            steps, place = np.unique(begun[mine], return_inverse=True)
            sums = [
                np.bincount(place, weights=each[mine], minlength=len(steps)).astype(int)
                for each in (np.ones(len(at)), scored, negative)
            ]
            names: tuple[str, ...] = ("step", "at", "tweets", "scored", "negative")
            columns: tuple[Column, ...] = (
                [step] * len(steps),
                moments(steps),
                *([str(each) for each in one.tolist()] for one in sums),
            )
            if number < STREAMS:
                names, columns = ("stream_id", *names), ([str(number + 1)] * len(steps), *columns)
            yield Chunk("stream_count" if number < STREAMS else "background_count", names, columns)
