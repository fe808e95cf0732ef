"""Word vectors in the published text formats: GloVe's, and word2vec's, which fastText's `.vec` is.

GloVe has `word v1 ... vd` on each line; word2vec the same under a first line `n d`.
"""

import gzip
import zlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from training.errors import TrainingError


@dataclass
class WordVectors:
    """The vectors asked for, and what the file held besides."""

    dimensions: int
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    lines: int = 0
    malformed: int = 0
    first_malformed: int | None = None

    def summary(self) -> str:
        """What was read, for people."""
        said = f"{self.lines:,} vectors of {self.dimensions} dimensions"
        if self.first_malformed is None:
            return said
        return f"{said}, {self.malformed:,} malformed lines (first: line {self.first_malformed})"

    def _malformed(self, line: int) -> None:
        self.malformed += 1
        self.first_malformed = self.first_malformed or line


def read_vectors(path: Path, wanted: Container[str], dimensions: int | None = None) -> WordVectors:
    """Read the vectors of the `wanted` words; of a word that comes twice, the first.

    Malformed lines are counted, not fatal; the numbers of a word not wanted are not looked at.
    Raises `TrainingError` when the file cannot be read, holds no vector, or holds vectors of other
    than `dimensions`, where given.
    """
    try:
        with _open(path) as lines:
            found = _read(lines, path, wanted)
    except (OSError, EOFError, zlib.error) as error:
        raise TrainingError(f"cannot read {path}: {error}") from error
    if dimensions not in {None, found.dimensions}:
        raise TrainingError(
            f"{path} has vectors of {found.dimensions} dimensions, not {dimensions}"
        )
    if not found.lines:
        raise TrainingError(f"{path} holds no word vectors: `word v1 ... vd` on each line")
    return found


def _open(path: Path) -> IO[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    return opener(path, "rt", encoding="utf-8", errors="replace", newline="\n")


def _read(lines: Iterator[str], path: Path, wanted: Container[str]) -> WordVectors:
    first = next(lines, "").split()
    if len(first) == 2 and all(number.isdecimal() for number in first):
        found, start = WordVectors(int(first[1])), 2
    else:
        found, start = WordVectors(_numbers_at_end(first)), 1
        lines = chain([" ".join(first)], lines)
    if not found.dimensions:
        raise TrainingError(f"{path} holds no word vectors: `word v1 ... vd` on each line")
    for line, text in enumerate(lines, start):
        _add(found, line, text, wanted)
    return found


def _add(found: WordVectors, line: int, text: str, wanted: Container[str]) -> None:
    word, *numbers = text.rstrip(" \r\n").rsplit(" ", found.dimensions)
    if not word or len(numbers) != found.dimensions or _one_more_number(word):
        return found._malformed(line)
    if word in wanted and word not in found.vectors:
        try:
            vector = np.array(numbers, np.float32)
        except ValueError:
            return found._malformed(line)
        if not np.isfinite(vector).all():
            return found._malformed(line)
        found.vectors[word] = vector
    found.lines += 1
    return None


def _numbers_at_end(pieces: Iterable[str]) -> int:
    """How many numbers a first line ends in: its word may hold spaces but is never left out."""
    _word, *others = pieces or [""]
    count = 0
    for piece in reversed(others):
        if not _is_number(piece):
            break
        count += 1
    return count


def _one_more_number(word: str) -> bool:
    """Words may hold spaces (". . ." in GloVe 840B); one that ends in a number is a longer line."""
    return " " in word and _is_number(word.rpartition(" ")[2])


def _is_number(piece: str) -> bool:
    try:
        float(piece)
    except ValueError:
        return False
    return True
