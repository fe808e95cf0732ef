"""Sentiment140 as published (latin-1 CSV of six columns, perhaps gzipped) or as Parquet."""

import csv
import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from training.errors import TrainingError

CSV_COLUMNS = ("target", "id", "date", "flag", "user", "text")
LABEL_OF_TARGET = {"0": 0, "4": 1}
MAX_SHOWN_FAULTS = 5


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

    def summary(self, usable: int) -> str:
        """Summarise rows read and left out, for people."""
        lines = [f"{usable:,} usable rows, {self.corrupt:,} corrupt, {self.empty:,} empty"]
        return "\n".join(lines + [f"  row {row}: {reason}" for row, reason in self.first])


@dataclass(frozen=True)
class Tweets:
    """Usable rows: their number in the file, text, label (0 negative, 1 positive) and text hash."""

    rows: NDArray[np.int64]
    texts: list[str]
    y: NDArray[np.int8]
    hashes: NDArray[np.uint64]
    faults: Faults

    @property
    def fingerprint(self) -> str:
        """SHA-256 over row numbers, labels and text hashes."""
        digest = hashlib.sha256()
        for column in (self.rows, self.y, self.hashes):
            digest.update(column.astype(column.dtype.newbyteorder("<")).tobytes())
        return digest.hexdigest()


def read_tweets(path: Path) -> Tweets:
    """Read every usable row of `path`; rows that are corrupt or empty are counted, not fatal.

    Raises `TrainingError` when the file cannot be read at all or holds no usable row of one label.
    """
    if not path.is_file():
        raise TrainingError(f"no such file: {path}")
    faults = Faults()
    pairs = _parquet_pairs(path) if path.suffix == ".parquet" else _csv_pairs(path, faults)
    rows, texts, labels = [], [], []
    for row, target, text in tqdm(pairs, desc=f"read {path.name}", unit=" rows", mininterval=1):
        label = LABEL_OF_TARGET.get(target)
        if label is None:
            faults.add(row, f"target is {target[:20]!r}, not 0 or 4")
        elif not text or text.isspace():
            faults.add(row, "empty text", empty=True)
        else:
            rows.append(row)
            texts.append(text)
            labels.append(label)
    if len(set(labels)) < len(LABEL_OF_TARGET):
        raise TrainingError(f"{path} holds no usable rows of both labels: {faults.first[:1]}")
    return Tweets(
        np.array(rows, np.int64), texts, np.array(labels, np.int8), hash_texts(texts), faults
    )


def hash_texts(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Return 64 bits of BLAKE2b of every text, to find the same text in two rows."""
    digests = (
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for text in texts
    )
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def _csv_pairs(path: Path, faults: Faults) -> Iterator[tuple[int, str, str]]:
    with _open(path) as lines:
        for row, line in enumerate(_readable(lines, path)):
            fields = _fields(line)
            if len(fields) == len(CSV_COLUMNS):
                yield row, fields[0], fields[-1]
            else:
                faults.add(row, f"{len(fields)} columns, not {len(CSV_COLUMNS)}")


def _open(path: Path) -> IO[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    return opener(path, "rt", encoding="latin-1", newline="\n")


def _readable(lines: Iterable[str], path: Path) -> Iterator[str]:
    try:
        yield from lines
    except (OSError, EOFError) as error:
        raise TrainingError(f"cannot read {path}: {error}") from error


def _fields(line: str) -> list[str]:
    """Split one line, which is one record: a stray quote cannot swallow the next line."""
    try:
        return next(csv.reader([line.rstrip("\r\n")], strict=True), [])
    except csv.Error:
        return []


def _parquet_pairs(path: Path) -> Iterator[tuple[int, str, str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, columns=["target", "text"])
    except (pa.ArrowException, OSError) as error:
        raise TrainingError(f"cannot read {path}: {str(error).splitlines()[0]}") from error
    if missing := {"target", "text"} - set(table.column_names):
        raise TrainingError(f"{path} has no column {' or '.join(sorted(missing))}")
    row = 0
    for batch in table.to_batches(max_chunksize=1 << 16):
        for target, text in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield row, str(target), text or ""
            row += 1
