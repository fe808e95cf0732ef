"""The behavioural table: tweets of our own that a model must get right; see `behaviour.toml`."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

NEGATIVE: dict[str, list[str]] = _TABLE["negative"]
POSITIVE: dict[str, list[str]] = _TABLE["positive"]
"""Tweets by kind of difficulty."""

SAME_SCORE: dict[str, list[list[str]]] = _TABLE["same_score"]
"""Pairs of tweets that must score the same to a reader, by kind."""

MORE_POSITIVE: list[list[str]] = _TABLE["pairs"]["more_positive"]
"""Pairs of tweets of which the first must score as more positive."""

KNOWN_FAILURES: dict[str, str] = _TABLE["known_failures"]
"""Labels of tweets that the bundled model gets wrong."""

NOTICEABLE = 0.01
"""Scores that are nearer than this, the percent of the pages, are the same to a reader."""

SURE = 0.95
"""A label this probable leaves no room: of two such tweets either may score higher, unnoticed."""

Check = Callable[[NDArray[np.float64]], bool]
"""Decide whether the probabilities of positive of a case's tweets, shape (n,), are right."""


@dataclass(frozen=True)
class Case:
    """Tweets, and the check of their scores."""

    name: str
    texts: Sequence[str]
    is_right: Check


def cases() -> Iterator[Case]:
    """Yield every case of the table."""
    labels: tuple[tuple[str, dict[str, list[str]], Check], ...] = (
        ("negative", NEGATIVE, lambda scores: bool(scores[0] < 0.5)),
        ("positive", POSITIVE, lambda scores: bool(scores[0] >= 0.5)),
    )
    for label, table, is_right in labels:
        for kind, texts in table.items():
            for text in texts:
                yield Case(f"{label}, {kind}: {text}", (text,), is_right)
    for kind, pairs in SAME_SCORE.items():
        for pair in pairs:
            yield Case(f"same, {kind}: {' / '.join(pair)}", pair, _are_same)
    for pair in MORE_POSITIVE:
        yield Case(f"more positive: {' / '.join(pair)}", pair, _is_more_positive)


def failures(predict_proba: Callable[[Sequence[str]], NDArray[np.float64]]) -> set[str]:
    """Return the names of the cases that a model gets wrong, all tweets scored at once."""
    table = list(cases())
    positive = predict_proba([text for case in table for text in case.texts])[:, 1]
    ends = np.cumsum([len(case.texts) for case in table])
    scores = np.split(positive, ends[:-1])
    return {case.name for case, own in zip(table, scores, strict=True) if not case.is_right(own)}


def _are_same(scores: NDArray[np.float64]) -> bool:
    return bool(abs(scores[0] - scores[1]) < NOTICEABLE)


def _is_more_positive(scores: NDArray[np.float64]) -> bool:
    if scores[0] > scores[1]:
        return True
    both_are_sure = bool(np.all(scores >= SURE) or np.all(scores <= 1 - SURE))
    return both_are_sure and bool(scores[1] - scores[0] < NOTICEABLE)
