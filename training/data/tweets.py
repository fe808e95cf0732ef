"""Labelled tweets of any file that the application reads; Sentiment140 as published among them."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from airparadis.domain.review.near_duplicates import text_key
from airparadis.files.notes import Flaw
from airparadis.files.table import Source
from training.data.cleaning import map_texts
from training.data.labels import guess_labels, label_key
from training.data.tables import GUESSED, Columns, label_place, open_tweets
from training.errors import TrainingError

MAX_SHOWN_FAULTS = 5
MAX_SHOWN_LABEL = 20

Row = tuple[int, str | None, Any, Flaw | None]
"""Number of a row from 0, its text, its label's cell, and why it is damaged."""


@dataclass
class Faults:
    """Rows left out: the number of each kind, and the first few as (row, reason)."""

    corrupt: int = 0
    empty: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)

    def add(self, row: int, reason: str, *, empty: bool = False) -> None:
        """Count one row that cannot be used."""
        self.empty += empty
        self.corrupt += not empty
        if len(self.first) < MAX_SHOWN_FAULTS:
            self.first.append((row, reason))


@dataclass(frozen=True)
class Tweets:
    """Usable rows: their number in the file, text, label (0 negative, 1 positive) and text hash.

    `neutral` holds the texts of neutral tweets, which no family is fitted on.
    """

    rows: NDArray[np.int64]
    texts: list[str]
    y: NDArray[np.int8]
    hashes: NDArray[np.uint64]
    faults: Faults
    neutral: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over row numbers, labels and text hashes."""
        digest = hashlib.sha256()
        for column in (self.rows, self.y, self.hashes):
            digest.update(column.astype(column.dtype.newbyteorder("<")).tobytes())
        return digest.hexdigest()

    @cached_property
    def keys(self) -> NDArray[np.uint64]:
        """Hash of every text's words, shape (n,): the same for near-duplicates (`text_key`)."""
        return key_texts(self.texts)

    @property
    def summary(self) -> str:
        """Rows read and left out, for people."""
        counts = f"{len(self.texts):,} usable rows, {self.faults.corrupt:,} corrupt"
        counts += f", {self.faults.empty:,} empty"
        counts += f", {len(self.neutral):,} neutral" if self.neutral else ""
        return "\n".join([counts, *(f"  row {row}: {why}" for row, why in self.faults.first)])


def read_tweets(path: Path, columns: Columns = GUESSED) -> Tweets:
    """Read every usable row of `path`; rows that are corrupt or empty are counted, not fatal.

    Raises:
        TrainingError: the file cannot be read, or has no usable row of one label.
    """
    faults = Faults()
    with open_tweets(path, columns) as source:
        try:
            rows, texts, sentiments = _usable(path, source, columns, faults)
        except TrainingError as error:
            raise TrainingError(f"{path}: {error}") from error
    polar = np.flatnonzero(sentiments)
    y = (sentiments[polar] > 0).astype(np.int8)
    for name, value in (("negative", 0), ("positive", 1)):
        if not (y == value).any():
            first = f": row {faults.first[0][0]}, {faults.first[0][1]}" if faults.first else ""
            raise TrainingError(f"{path} has no usable row with the label {name}{first}")
    neutral = [texts[row] for row in np.flatnonzero(sentiments == 0)]
    texts = [texts[row] for row in polar]
    return Tweets(rows[polar], texts, y, hash_texts(texts), faults, neutral)


def _usable(
    path: Path, source: Source, columns: Columns, faults: Faults
) -> tuple[NDArray[np.int64], list[str], NDArray[np.int8]]:
    """Return numbers, texts and sentiments of the usable rows."""
    found = list(_rows(source, label_place(source, columns.label), path.name))
    keys = {cell: label_key(cell) for cell in {row[2] for row in found}}
    counts = Counter(keys[row[2]] for row in found if keys[row[2]])
    labels = columns.labels or guess_labels(counts)
    rows, texts, sentiments = [], [], []
    for row, text, cell, flaw in found:
        if flaw is not None:
            faults.add(row, flaw.value.replace("_", " "))
        elif not text or text.isspace():
            faults.add(row, "empty text", empty=True)
        elif (sentiment := labels.get(keys[cell])) is None:
            shown = " or ".join(labels)
            faults.add(row, f"label {str(cell)[:MAX_SHOWN_LABEL]!r} is not {shown}")
        else:
            rows.append(row)
            texts.append(text)
            sentiments.append(int(sentiment))
    return np.array(rows, np.int64), texts, np.array(sentiments, np.int8)


def _rows(source: Source, label_at: int, name: str) -> Iterator[Row]:
    with tqdm(desc=f"read {name}", unit=" rows", mininterval=1) as bar:
        for block in source.blocks():
            texts, cells = block.texts(source.layout.text_column), block.column(label_at)
            for place, (text, cell) in enumerate(zip(texts, cells, strict=True)):
                label = cell if isinstance(cell, str | int | float) else str(cell)
                yield block.first + place - 1, text, label, block.flaws.get(place)
            bar.update(len(block))


def hash_texts(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Return 64 bits of BLAKE2b of every text, to find the same text in two rows."""
    digests = (
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for text in texts
    )
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def key_texts(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Return 64 bits of every text's `text_key`, to find near-duplicates."""
    keys = map_texts(_keys, texts, "find duplicates")
    return np.array([int(key[:16], 16) for key in keys], np.uint64)


def _keys(texts: Sequence[str]) -> list[str]:
    return [text_key(text) for text in texts]
