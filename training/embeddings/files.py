"""Word vectors in the text formats of GloVe and word2vec (fastText's `.vec` is the latter).

GloVe has `word v1 ... vd` on each line; word2vec the same under a first line `n d`.
"""

import gzip
import zlib
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from training.errors import TrainingError

N_HEAD_LINES = 10
"""Lines from which the dimensions of a file without a header are found."""

NO_VECTORS = "holds no word vectors: `word v1 ... vd` on each line"


@dataclass
class WordVectors:
    """Vectors of the wanted words, and counts of the file's lines."""

    dimensions: int
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    lines: int = 0
    malformed: int = 0
    first_malformed: int | None = None

    def summary(self) -> str:
        """Summarise the file, for people."""
        said = f"{self.lines:,} vectors of {self.dimensions} dimensions"
        if self.first_malformed is None:
            return said
        return f"{said}, {self.malformed:,} malformed lines (first: line {self.first_malformed})"

    def skip(self, line: int) -> None:
        """Count a malformed line."""
        self.malformed += 1
        self.first_malformed = self.first_malformed or line


def read_vectors(path: Path, wanted: Container[str], dimensions: int | None = None) -> WordVectors:
    """Read the vectors of the `wanted` words; of a word that comes twice, the first.

    Malformed lines are counted, not fatal; the numbers of other words are not parsed.
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
        raise TrainingError(f"{path} {NO_VECTORS}")
    return found


def _open(path: Path) -> IO[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    return opener(path, "rt", encoding="utf-8", errors="replace", newline="\n")


def _read(lines: Iterator[str], path: Path, wanted: Container[str]) -> WordVectors:
    head = list(islice(lines, N_HEAD_LINES))
    header = head[0].split() if head else []
    if len(header) == 2 and all(number.isdecimal() for number in header):
        found, start = WordVectors(int(header[1])), 2
    else:
        found, start = WordVectors(_usual_dimensions(head)), 1
    if not found.dimensions:
        raise TrainingError(f"{path} {NO_VECTORS}")
    for line, text in enumerate(chain(head[start - 1 :], lines), start):
        _add(found, line, text, wanted)
    return found


def _add(found: WordVectors, line: int, text: str, wanted: Container[str]) -> None:
    word, *numbers = text.rstrip(" \r\n").rsplit(" ", found.dimensions)
    needed = word in wanted and word not in found.vectors
    vector = _vector(numbers) if needed else None
    ill_formed = not word or len(numbers) != found.dimensions or _ends_in_number(word)
    if ill_formed or (needed and vector is None):
        found.skip(line)
        return
    found.lines += 1
    if vector is not None:
        found.vectors[word] = vector


def _vector(numbers: list[str]) -> NDArray[np.float32] | None:
    try:
        vector = np.array(numbers, np.float32)
    except ValueError:
        return None
    return vector if np.isfinite(vector).all() else None


def _usual_dimensions(head: list[str]) -> int:
    """Most frequent count of numbers at the end of the first lines."""
    counts = Counter(sum(1 for _ in takewhile(_is_number, _after_word(line))) for line in head)
    return counts.most_common(1)[0][0] if counts else 0


def _after_word(line: str) -> list[str]:
    """Pieces of a line from its end, without the first, which is always a word."""
    return line.split()[:0:-1]


def _ends_in_number(word: str) -> bool:
    """Find lines that are too long: a word may have spaces (". . ." in GloVe 840B), no number."""
    return " " in word and _is_number(word.rpartition(" ")[2])


def _is_number(piece: str) -> bool:
    try:
        float(piece)
    except ValueError:
        return False
    return True
