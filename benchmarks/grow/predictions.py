"""Made-up predictions, the votes on them, and reviewers' labels."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.grow.chance import SECOND, TEXTS, Chance
from benchmarks.grow.columns import (
    Chunk,
    Times,
    flags,
    floats,
    labels,
    moments,
    reasons,
    sources,
    versions,
)

CHUNK = 100_000


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


class PredictionMaker:
    """Makes so many predictions and what belongs to them."""

    def __init__(self, chance: Chance, count: int) -> None:
        self._chance, self._count = chance, count

    def chunks(self) -> Iterator[Chunk]:
        """Parents before their children."""
        at, made = self._chance.times(self._count), self._made()
        for start in range(0, self._count, CHUNK):
            yield self._predictions(start, at[start : start + CHUNK], made)
        for start, voted in self._some(self._count // 10):
            yield from self._votes(start, voted, at, made)
        for start, reviewed in self._some(self._count // 1_000):
            yield self._reviews(start, reviewed, at)

    def _some(self, count: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Numbers of distinct predictions from 0, a chunk at a time."""
        chosen = np.sort(self._chance.rng.choice(self._count, size=count, replace=False))
        for start in range(0, count, CHUNK):
            yield start, chosen[start : start + CHUNK]

    def _made(self) -> Predictions:
        positive, reason = self._chance.scores(self._count)
        is_newer = np.arange(self._count) > self._count / 2
        is_form = self._chance.rng.random(self._count) < 0.2
        texts = self._chance.rng.integers(0, TEXTS, self._count).astype(np.int32)
        return Predictions(positive, reason, is_newer, is_form, texts)

    def _predictions(self, start: int, at: Times, made: Predictions) -> Chunk:
        count = len(at)
        mine = made[start : start + count]
        latency = self._chance.rng.lognormal(-1, 0.5, count)
        random = self._chance.rng.bytes(16 * count).hex()
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
                [self._chance.texts[place] for place in mine.texts.tolist()],
                labels(mine.positive, scored),
                reasons(mine.reason),
                floats(mine.positive, scored),
                flags(scored & is_unsure),
                versions(mine.is_newer),
                sources(mine.is_form),
                [f"{each:.6f}" for each in latency.tolist()],
                moments(at),
            ),
        )

    def _votes(
        self, start: int, voted: NDArray[np.int64], at: Times, made: Predictions
    ) -> Iterator[Chunk]:
        count, mine = len(voted), made[voted]
        wrong = (self._chance.rng.random(count) < 0.15).tolist()
        delay = self._chance.rng.exponential(600 * SECOND, count).astype(np.int64)
        when = moments(np.minimum(at[voted] + delay, self._chance.until))
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
                versions(mine.is_newer),
                labels(mine.positive, mine.scored),
                sources(mine.is_form),
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
        decisions = self._chance.rng.choice(["negative", "positive", "neutral"], count)
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
                [f"{self._chance.texts[each % TEXTS]} {each}" for each in numbers],
                [f"{each:032x}" for each in numbers],
                ["reviewer@example.org"] * count,
                decisions.tolist(),
                ["1"] * count,
                ["queue"] * count,
                moments(at[reviewed]),
            ),
        )
