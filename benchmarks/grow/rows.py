"""Made-up rows that are shaped like real ones.

Traffic has days, weeks and a burst a week; one prediction in ten is voted on, one vote in seven
says "wrong"; one prediction in a thousand is reviewed; one tweet of the radar in three is in a
stream. The same seed makes the same rows.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

CHUNK = 100_000
DAYS = 90
N_TEXTS = 50_000
STREAMS = 5
SECOND = 1_000_000
"""Microseconds."""

VERSIONS = ("light-2026.09.01-00000000", "light-2026.11.23-00000000")
_WORDS = (
    "flight delayed love crew bag lost seat great airline never again thanks gate hours waiting "
    "cancelled refund rude helpful smooth landing late boarding service worst best staff food "
    "legroom upgrade booking website app phone hold paris london ticket price luggage"
)
WORDS = _WORDS.split()
"""Commonest first."""

Times = NDArray[np.int64]
"""Microseconds since 1970."""


class Chunk(NamedTuple):
    """Rows of a table, column by column."""

    table: str
    columns: dict[str, Sequence[Any]]


class Scores(NamedTuple):
    """Results of a model, an array of shape (n,) each; a text without a label has a reason."""

    positive: NDArray[Any]
    label: NDArray[Any]
    reason: NDArray[Any]
    confidence: NDArray[Any]
    scored: NDArray[Any]


class RowMaker:
    """Draws rows of all tables; each draw moves those that follow."""

    def __init__(self, until: np.datetime64, seed: int = 42) -> None:
        self._rng = np.random.default_rng(seed)
        self._until = int(until.astype("M8[us]").astype(np.int64))
        weights = 1 / np.arange(1, len(WORDS) + 1)
        words = self._rng.choice(WORDS, size=(N_TEXTS, 24), p=weights / weights.sum())
        lengths = self._rng.integers(3, 25, N_TEXTS)
        self._texts = [
            f"@airparadis {' '.join(row[:length])} {number}"
            for number, (row, length) in enumerate(zip(words.tolist(), lengths, strict=True))
        ]

    def predictions(self, count: int) -> Iterator[Chunk]:
        """Predictions, the votes on them and reviewers' labels, parents before their children."""
        at = self._times(count)
        for start in range(0, count, CHUNK):
            yield from self._predictions(start, at[start : start + CHUNK], count)

    def tweets(self, count: int) -> Iterator[Chunk]:
        """Streams, tweets, the tweets of each stream, and their counts by tick and hour."""
        at, scores = self._times(count), self._scores(count)
        stream = self._rng.integers(0, 3 * STREAMS, count)  # two thirds belong to none
        yield self._streams(at)
        for start in range(0, count, CHUNK):
            part = slice(start, start + CHUNK)
            yield self._tweets(start, at[part], Scores(*(column[part] for column in scores)))
            (members,) = np.nonzero(stream[part] < STREAMS)
            yield Chunk(
                "stream_tweet",
                {
                    "stream_id": (stream[part][members] + 1).tolist(),
                    "created_at": _timestamps(at[part][members]),
                    "tweet_id": (start + members + 1).tolist(),
                },
            )
        yield from _counts(at, stream, scores)

    def _times(self, count: int) -> Times:
        hours = np.arange(DAYS * 24)
        weight = 1 + 0.8 * np.sin((hours % 24 - 8) / 24 * 2 * np.pi)
        weight = weight * np.where(hours // 24 % 7 < 5, 1.0, 0.7)
        weight[:: 7 * 24] *= 6
        chosen = self._rng.choice(len(hours), size=count, p=weight / weight.sum())
        start = self._until - DAYS * 24 * 3600 * SECOND
        at = start + chosen * 3600 * SECOND + self._rng.integers(0, 3600 * SECOND, count)
        at.sort()
        return at

    def _scores(self, count: int) -> Scores:
        positive = np.clip(self._rng.beta(0.6, 0.6, count), 0.001, 0.999).round(6)
        kind = self._rng.choice(3, size=count, p=[0.96, 0.01, 0.03])
        scored = kind == 0
        return Scores(
            _nullable(positive, scored),
            _nullable(np.where(positive >= 0.5, "positive", "negative"), scored),
            np.array([None, "empty", "language"], object)[kind],
            np.where(scored, np.maximum(positive, 1 - positive), 0),
            scored,
        )

    def _draw_texts(self, count: int) -> list[str]:
        return [self._texts[number] for number in self._rng.integers(0, N_TEXTS, count).tolist()]

    def _predictions(self, start: int, at: Times, total: int) -> Iterator[Chunk]:
        count, scores = len(at), self._scores(len(at))
        source = np.where(self._rng.random(count) < 0.2, "form", "api")
        is_newer = np.arange(start, start + count) >= total // 2
        version = np.where(is_newer, VERSIONS[1], VERSIONS[0])
        random = self._rng.bytes(16 * count).hex()
        unsure = scores.scored & (scores.confidence < 0.64)
        yield Chunk(
            "prediction",
            {
                "id": range(start + 1, start + count + 1),
                "public_id": [random[32 * row : 32 * row + 32] for row in range(count)],
                "text": self._draw_texts(count),
                "label": scores.label.tolist(),
                "reason": scores.reason.tolist(),
                "probability_positive": scores.positive.tolist(),
                "uncertain": unsure.astype(int).tolist(),
                "model_version": version.tolist(),
                "source": source.tolist(),
                "latency_ms": self._rng.lognormal(-1, 0.5, count).round(6).tolist(),
                "created_at": _timestamps(at),
            },
        )
        voted = np.sort(self._rng.choice(count, size=count // 10, replace=False))
        copied = {
            "model_version": version[voted].tolist(),
            "predicted_label": scores.label[voted].tolist(),
            "source": source[voted].tolist(),
            "confidence": scores.confidence[voted].tolist(),
        }
        yield from self._votes(start, voted, at[voted], copied)
        reviewed = np.sort(self._rng.choice(count, size=count // 1_000, replace=False))
        yield self._reviews(start, reviewed, at[reviewed])

    def _votes(
        self, start: int, voted: NDArray[np.int64], at: Times, copied: dict[str, list[Any]]
    ) -> Iterator[Chunk]:
        count = len(voted)
        wrong = self._rng.random(count) < 0.15
        delay = self._rng.exponential(600 * SECOND, count).astype(np.int64)
        ids = range(start // 10 + 1, start // 10 + count + 1)
        vote = {
            "is_correct": (~wrong).astype(int).tolist(),
            "corrected_label": _nullable(np.full(count, "neutral"), wrong).tolist(),
            "comment": _nullable(np.full(count, "sarcasm"), wrong).tolist(),
        }
        when = _timestamps(np.minimum(at + delay, self._until))
        yield Chunk(
            "feedback",
            {
                "id": ids,
                "prediction_id": (start + voted + 1).tolist(),
                "voter": ["api"] * count,
                **vote,
                **dict.fromkeys(("created_at", "voted_at", "updated_at"), when),
                "predicted_at": _timestamps(at),
                **copied,
            },
        )
        yield Chunk("feedback_change", {"feedback_id": ids, **vote, "at": when})

    def _reviews(self, start: int, reviewed: NDArray[np.int64], at: Times) -> Chunk:
        """Label by one reviewer on each, every text a text of its own."""
        count = len(reviewed)
        ids = range(start // 1_000 + 1, start // 1_000 + count + 1)
        texts = zip(self._draw_texts(count), ids, strict=True)
        return Chunk(
            "review_label",
            {
                "id": ids,
                "prediction_id": (start + reviewed + 1).tolist(),
                "text": [f"{text} {number}" for text, number in texts],
                "text_key": [f"{number:032x}" for number in ids],
                "reviewer": ["reviewer@example.org"] * count,
                "decision": self._rng.choice(["negative", "positive", "neutral"], count).tolist(),
                "opinion": [1] * count,
                "origin": ["queue"] * count,
                "created_at": _timestamps(at),
            },
        )

    def _streams(self, at: Times) -> Chunk:
        ids = range(1, STREAMS + 1)
        return Chunk(
            "stream",
            {
                "id": ids,
                "name": [f"stream {number}" for number in ids],
                "terms": ['["airparadis"]'] * STREAMS,
                "languages": ["[]"] * STREAMS,
                "sensitivity": ["balanced"] * STREAMS,
                "created_at": _timestamps(at[:1]) * STREAMS,
                "unmatched_below": [0] * STREAMS,
            },
        )

    def _tweets(self, start: int, at: Times, scores: Scores) -> Chunk:
        count, when = len(at), _timestamps(at)
        ids = range(start + 1, start + count + 1)
        authors = self._rng.integers(0, N_TEXTS, count).tolist()
        return Chunk(
            "tweet",
            {
                "id": ids,
                "source": ["x"] * count,
                "source_id": [str(number) for number in ids],
                "author": [f"author{number}" for number in authors],
                "text": self._draw_texts(count),
                "reach": self._rng.zipf(1.6, count).clip(max=10**6).tolist(),
                "created_at": when,
                "received_at": when,
                "label": scores.label.tolist(),
                "reason": scores.reason.tolist(),
                "probability_positive": scores.positive.tolist(),
                "model_version": [VERSIONS[1]] * count,
                "duplicate_key": self._rng.integers(0, 2**62, count).tolist(),
            },
        )


def _counts(at: Times, stream: NDArray[np.int64], scores: Scores) -> Iterator[Chunk]:
    scored, negative = scores.scored, scores.label == "negative"
    for step, length in (("tick", 300 * SECOND), ("hour", 3600 * SECOND)):
        begun = at // length * length
        for number in range(STREAMS + 1):
            own = stream == number if number < STREAMS else stream >= STREAMS
            steps, place = np.unique(begun[own], return_inverse=True)
            columns: dict[str, Sequence[Any]] = {
                "step": [step] * len(steps),
                "at": _timestamps(steps),
                "tweets": np.bincount(place, minlength=len(steps)).tolist(),
                "scored": np.bincount(place[scored[own]], minlength=len(steps)).tolist(),
                "negative": np.bincount(place[negative[own]], minlength=len(steps)).tolist(),
            }
            if number < STREAMS:
                yield Chunk("stream_count", {"stream_id": [number + 1] * len(steps), **columns})
            else:
                yield Chunk("background_count", columns)


def _nullable(values: NDArray[Any], known: NDArray[np.bool_]) -> NDArray[Any]:
    """Values with None where they are not known."""
    found = values.astype(object)
    found[~known] = None
    return found


def _timestamps(at: Times) -> list[str]:
    """Format times as SQLAlchemy stores them in SQLite; PostgreSQL reads the same."""
    return [text.replace("T", " ") for text in np.datetime_as_string(at.astype("M8[us]")).tolist()]
