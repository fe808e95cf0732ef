"""What all made-up rows are drawn from: texts, times and scores, the same for the same seed."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.grow.columns import Times

DAYS = 90
TEXTS = 50_000
SECOND = 1_000_000
"""Microseconds."""

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


class Chance:
    """Draws; each draw moves those that follow."""

    def __init__(self, until: np.datetime64, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.until = int(until.astype("M8[us]").astype(np.int64))
        self.texts = self._make_texts()

    def _make_texts(self) -> list[str]:
        weights = 1 / np.arange(1, len(_WORDS) + 1)
        words = self.rng.choice(_WORDS, size=(TEXTS, 24), p=weights / weights.sum())
        lengths = self.rng.integers(3, 25, TEXTS)
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
        chosen = np.sort(self.rng.choice(len(hours), size=count, p=weight / weight.sum()))
        start = self.until - DAYS * 24 * 3600 * SECOND
        at = start + chosen * 3600 * SECOND + self.rng.integers(0, 3600 * SECOND, count)
        at.sort()
        return at

    def scores(self, count: int) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
        """Probabilities of positive, and why a text was not scored, 0 for most."""
        positive = np.clip(self.rng.beta(0.6, 0.6, count), 0.001, 0.999).round(6)
        reason = self.rng.choice(3, size=count, p=[0.96, 0.01, 0.03])
        return positive, reason.astype(np.int8)
