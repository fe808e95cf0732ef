"""The behavioural table as one list of cases that a model gets right or wrong."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.behaviour import MORE_POSITIVE, NEGATIVE, POSITIVE, SAME_SCORE

SAME_WITHIN = 1e-9
"""A batch may add up its floats in another order."""


@dataclass(frozen=True)
class Case:
    """Tweets and what their probabilities of positive, shape (n,), must be like."""

    name: str
    texts: tuple[str, ...]
    is_right: Callable[[NDArray[np.float64]], bool]


def cases() -> list[Case]:
    """Every case of the table."""
    return [*_labels(), *_same(), *_ordered()]


def failures(predict_proba: Callable[[Sequence[str]], NDArray[np.float64]]) -> set[str]:
    """The names of the cases that a model gets wrong, all tweets scored at once."""
    table = cases()
    texts = [text for case in table for text in case.texts]
    positive = iter(predict_proba(texts)[:, 1])
    found = set()
    for case in table:
        scores = np.array([next(positive) for _ in case.texts])
        if not case.is_right(scores):
            found.add(case.name)
    return found


def _labels() -> Iterator[Case]:
    for label, is_right in ((NEGATIVE, _is_negative), (POSITIVE, _is_positive)):
        name = "negative" if label is NEGATIVE else "positive"
        for kind, texts in label.items():
            for text in texts:
                yield Case(f"{name}, {kind}: {text}", (text,), is_right)


def _same() -> Iterator[Case]:
    for kind, pairs in SAME_SCORE.items():
        for pair in pairs:
            yield Case(f"same, {kind}: {pair[0]} / {pair[1]}", pair, _is_same)


def _ordered() -> Iterator[Case]:
    for pair in MORE_POSITIVE:
        yield Case(f"more positive: {pair[0]} / {pair[1]}", pair, _is_ordered)


def _is_negative(scores: NDArray[np.float64]) -> bool:
    return bool(scores[0] < 0.5)


def _is_positive(scores: NDArray[np.float64]) -> bool:
    return bool(scores[0] >= 0.5)


def _is_same(scores: NDArray[np.float64]) -> bool:
    return bool(abs(scores[0] - scores[1]) <= SAME_WITHIN)


def _is_ordered(scores: NDArray[np.float64]) -> bool:
    return bool(scores[0] > scores[1])
