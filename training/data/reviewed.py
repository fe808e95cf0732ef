"""Tweets that people have reviewed, as the application exports them, or any labelled table.

A fixed fifth of the texts, chosen by the text alone, is reserved for testing and never fitted on:
it grows with the reviewing, and no text of it, nor a retweet, has ever been trained on.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.predictions.label import Label
from airparadis.domain.review.near_duplicates import text_key
from airparadis.domain.review.queue import is_test_text
from training.data.labels import label_key, labels_in
from training.data.tables import label_place, open_tweets
from training.errors import TrainingError

NEUTRAL = "neutral"
VALUES = {Label.NEGATIVE: 0, Label.POSITIVE: 1}


@dataclass(frozen=True)
class ReviewedTweets:
    """Distinct texts, labels 0 or 1 of shape (n,), and a mask of those reserved for testing.

    `neutral_test` holds neutral tweets of the test; `left_out` counts tweets without a use: other
    neutral ones, and repeats of another label.
    """

    texts: list[str]
    y: NDArray[np.int8]
    is_test: NDArray[np.bool_]
    left_out: int
    neutral_test: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 over texts and labels."""
        lines = sorted(f"{value}:{text}" for text, value in zip(self.texts, self.y, strict=True))
        return hashlib.sha256("\0".join(lines).encode("utf-8", "surrogatepass")).hexdigest()

    def rows(self, *, test: bool) -> tuple[list[str], NDArray[np.int8]]:
        """Return texts and labels of the test tweets, or of the others."""
        rows = np.flatnonzero(self.is_test == test)
        return [self.texts[row] for row in rows], self.y[rows]


def read_reviewed(path: Path) -> ReviewedTweets:
    """Read an export; near-duplicates are merged.

    Raises:
        TrainingError: it cannot be read, or has no label to train or none to test with.
    """
    votes: dict[str, Counter[int]] = {}
    first_text: dict[str, str] = {}
    left_out, neutral = 0, dict[str, str]()
    for text, label in _lines(path):
        if label == NEUTRAL:
            neutral.setdefault(text_key(text), text)
        if label not in set(Label):
            left_out += 1
            continue
        key = text_key(text)
        first_text.setdefault(key, text)
        votes.setdefault(key, Counter())[VALUES[Label(label)]] += 1
    decided = {key: counts for key, counts in votes.items() if counts[0] != counts[1]}
    keys = list(decided)
    y = np.array([int(decided[key][1] > decided[key][0]) for key in keys], np.int8)
    is_test = np.array([is_test_text(key) for key in keys], bool)
    _check(path, y, is_test)
    left_out += sum(counts.total() for key, counts in votes.items() if key not in decided)
    neutral_test = tuple(
        text for key, text in neutral.items() if key not in votes and is_test_text(key)
    )
    texts = [first_text[key] for key in keys]
    return ReviewedTweets(texts, y, is_test, left_out - len(neutral_test), neutral_test)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield texts and labels; what is no label of a sentiment is yielded as it is written."""
    with open_tweets(path) as source:
        try:
            label_at = label_place(source, None)
        except TrainingError as error:
            raise TrainingError(f"{path}: {error}") from error
        rows = [
            (text, label_key(cell))
            for block in source.blocks()
            for text, cell in zip(
                block.texts(source.layout.text_column), block.column(label_at), strict=True
            )
            if text
        ]
    labels = labels_in({label for _, label in rows})
    for text, label in rows:
        yield text, labels[label].name.lower() if label in labels else label


def _check(path: Path, y: NDArray[np.int8], is_test: NDArray[np.bool_]) -> None:
    if is_test.all():
        raise TrainingError(f"{path} holds no reviewed tweet for training")
    if set(y[is_test].tolist()) != set(VALUES.values()):
        raise TrainingError(
            f"{path} holds too few reviewed tweets: both labels are needed among the "
            f"{int(is_test.sum())} that are kept for testing"
        )
