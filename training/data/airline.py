"""Hand-labelled tweets to airlines, and their parts: any labelled file, or the published one.

Twitter US Airline Sentiment, https://www.kaggle.com/datasets/crowdflower/twitter-airline-sentiment
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.review.near_duplicates import text_key
from airparadis.files.cells import shown
from airparadis.files.guess.names import normalised
from airparadis.files.table import Source
from training.data.labels import guess_labels, label_key
from training.data.split import Part
from training.data.tables import GUESSED, Columns, label_place, open_tweets
from training.errors import TrainingError

ABOUT_COLUMNS = ("tweet_id", "airline", "negativereason", "tweet_created")
LEFT_OUT = -1
"""The part of a tweet that nearly repeats one of another part."""

TRAIN_PERCENT, VALIDATION_PERCENT = 60, 10


@dataclass(frozen=True)
class AirlineTweets:
    """One entry per tweet id, in the order of the file.

    `labels` are -1 negative, 0 neutral, 1 positive; `parts` are values of `Part`; `reasons` are the
    complaints of negative tweets, `created` is as published (`2015-02-24 11:15:36 -0800`).
    """

    ids: NDArray[np.int64]
    texts: list[str]
    labels: NDArray[np.int8]
    parts: NDArray[np.int8]
    airlines: list[str]
    reasons: list[str]
    created: list[str]

    def polar_rows(self, part: Part) -> NDArray[np.intp]:
        """Return the positions of the negative and the positive tweets of a part, ascending."""
        return np.flatnonzero((self.parts == part) & (self.labels != 0))

    def polar(self, part: Part) -> tuple[list[str], NDArray[np.int8]]:
        """Return texts and labels, 0 or 1, of the negative and positive tweets of a part."""
        rows = self.polar_rows(part)
        return [self.texts[row] for row in rows], (self.labels[rows] > 0).astype(np.int8)


def airline_part(tweet_id: int) -> Part:
    """Assign a tweet by BLAKE2b of its decimal id: 60 % train, 10 % validation, 30 % test."""
    digest = hashlib.blake2b(str(tweet_id).encode(), digest_size=8).digest()
    percent = int.from_bytes(digest, "big") % 100
    if percent < TRAIN_PERCENT:
        return Part.TRAIN
    return Part.VALIDATION if percent < TRAIN_PERCENT + VALIDATION_PERCENT else Part.TEST


def read_airline_tweets(path: Path, columns: Columns = GUESSED) -> AirlineTweets:
    """Read labelled tweets, and id, airline, complaint and date where the file has the columns.

    Of a repeated id the first row counts; a tweet without id has one of its words. A text that
    occurs under several ids belongs to the part of the first, and near-duplicates of test tweets
    are in no part, so that none straddles two.

    Raises:
        TrainingError: the file cannot be read, or its labels are not understood.
    """
    with open_tweets(path, columns) as source:
        try:
            rows = _rows(source, columns)
        except TrainingError as error:
            raise TrainingError(f"{path}: {error}") from error
    first: dict[int, _Row] = {}
    for row in rows:
        first.setdefault(row.id, row)
    ids, labels, *columns_of_text = zip(*first.values(), strict=True)
    texts, airlines, reasons, created = map(list, columns_of_text)
    parts = _parts(ids, texts)
    return AirlineTweets(
        np.array(ids, np.int64), texts, np.array(labels, np.int8), parts, airlines, reasons, created
    )


class _Row(NamedTuple):
    id: int
    label: int
    text: str
    airline: str
    reason: str
    created: str


def _rows(source: Source, columns: Columns) -> list[_Row]:
    """Return the rows with a text and a label that is understood."""
    by_name = {normalised(name): place for place, name in enumerate(source.layout.columns)}
    about = [by_name.get(normalised(name)) for name in ABOUT_COLUMNS]
    label_at, found = label_place(source, columns.label), []
    for block in source.blocks():
        texts = block.texts(source.layout.text_column)
        for text, row in zip(texts, block.rows(), strict=True):
            if text:
                cells = ["" if place is None else shown(row[place]) for place in about]
                found.append((text, label_key(row[label_at]), cells))
    labels = columns.labels or guess_labels(Counter(label for _, label, _ in found))
    if not any(label in labels for _, label, _ in found):
        raise TrainingError("no row has a text and a label")
    return [
        _Row(_id(cells[0], text), int(labels[label]), text, *cells[1:])
        for text, label, cells in found
        if label in labels
    ]


def _id(cell: str, text: str) -> int:
    """Return the tweet's id, or one of its words."""
    return int(cell) if cell.isdecimal() else int(text_key(text)[:15], 16)


def _parts(ids: Sequence[int], texts: list[str]) -> NDArray[np.int8]:
    part_of_text: dict[str, int] = {}
    for tweet_id, text in zip(ids, texts, strict=True):
        part_of_text.setdefault(text, airline_part(tweet_id))
    keys = {text: text_key(text) for text in part_of_text}
    first = {keys[text]: part for text, part in reversed(part_of_text.items())}
    tested = {keys[text] for text, part in part_of_text.items() if part == Part.TEST}
    for text, part in part_of_text.items():
        if part != Part.TEST and (keys[text] in tested or first[keys[text]] != part):
            part_of_text[text] = LEFT_OUT
    return np.array([part_of_text[text] for text in texts], np.int8)
