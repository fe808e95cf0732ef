"""Files with tweets: CSV, JSON lines and Parquet, plain or gzipped, read row by row."""

import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from airparadis.domain.radar.ingest_schema import IncomingError, IncomingTweet
from airparadis.files.legacy.tweet_layouts import (
    SENTIMENT140_COLUMNS,
    Layout,
    Row,
    is_sentiment140,
    layout_of,
)
from airparadis.lib.errors import StreamError

SUFFIXES = ("csv", "csv.gz", "jsonl", "jsonl.gz", "ndjson", "ndjson.gz", "parquet")
"""Of names of files that are read; the command takes any other name for CSV."""

_BEGINNING = 1 << 20
_MAX_LINE = 1 << 20
"""Characters that are read at once: a small file may unpack to one line that fills all memory."""

_SLACK = 100 << 20
_MAX_RATIO = 100
"""Of characters unpacked to bytes read; tweets are packed to a third or a fifth."""

_PARQUET_BATCH = 5_000


class TweetFile:
    """A file to import. `position` of `size` tells how far it is read."""

    def __init__(self, path: Path) -> None:
        """Find out what the file is.

        Raises:
            StreamError: it cannot be read, or has no layout that is known.
        """
        self.path = path
        try:
            self.size = path.stat().st_size
            self.digest = _digest(path, self.size)
            self._suffix = path.name.removesuffix(".gz").rpartition(".")[2].lower()
            self.layout = self._find_layout()
        except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
            raise StreamError(f"{path} cannot be read: {error}") from error
        self.position = 0

    def rows(self, skip: int = 0) -> Iterator[Row]:
        """Every row from number `skip` on; one that is not even a row is an empty mapping.

        Raises:
            StreamError: the file ends in the middle of something.
        """
        reader = self._parquet if self._suffix == "parquet" else self._text
        try:
            for number, row in enumerate(reader()):
                if number >= skip:
                    yield row
        except (OSError, EOFError, csv.Error, zlib.error) as error:
            raise StreamError(f"{self.path} cannot be read to its end: {error}") from error

    def tweets(self, now: datetime) -> Iterator[IncomingTweet]:
        """Every row that is a tweet.

        Raises:
            StreamError: the file ends in the middle of something.
        """
        for row in self.rows():
            with suppress(IncomingError):
                yield self.layout.read(row, now)

    def _find_layout(self) -> Layout:
        if self._suffix == "parquet":
            columns = self._open_parquet().schema_arrow.names
        elif self._suffix in {"jsonl", "ndjson"}:
            columns = ["id", "text", "created_at"]
        else:
            columns = self._first_row()
            if is_sentiment140(columns):
                columns = list(SENTIMENT140_COLUMNS)
        layout = layout_of(columns)
        if layout is None:
            raise StreamError(
                f"{self.path}: expected columns id, text and created_at, or a published layout"
            )
        return layout

    def _first_row(self) -> list[str]:
        with self._open_raw() as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
            return next(csv.reader(_lines(text)), [])

    def _open_raw(self) -> Any:
        return gzip.open(self.path) if self.path.suffix == ".gz" else self.path.open("rb")

    def _text(self) -> Iterator[Row]:
        with self.path.open("rb") as stored:
            raw: Any = gzip.GzipFile(fileobj=stored) if self.path.suffix == ".gz" else stored
            text = io.TextIOWrapper(
                raw, encoding=self.layout.encoding, errors="replace", newline=""
            )
            read = _json_lines if self._suffix in {"jsonl", "ndjson"} else self._csv
            for row in read(self._bounded(text, stored)):
                self.position = stored.tell()
                yield row

    def _bounded(self, text: IO[str], stored: IO[bytes]) -> Iterator[str]:
        """The lines, as long as they are not out of all proportion to what is read of the file."""
        unpacked = 0
        for line in _lines(text):
            unpacked += len(line)
            if unpacked > _SLACK and unpacked > _MAX_RATIO * stored.tell():
                raise OSError("it unpacks to more than tweets ever do")
            yield line

    def _csv(self, lines: Iterator[str]) -> Iterator[Row]:
        is_bare = self.layout.columns == set(SENTIMENT140_COLUMNS)
        return csv.DictReader(lines, SENTIMENT140_COLUMNS if is_bare else None)

    def _parquet(self) -> Iterator[Row]:
        file = self._open_parquet()
        total = max(file.metadata.num_rows, 1)
        columns = [name for name in file.schema_arrow.names if name in _WANTED]
        done = 0
        for batch in file.iter_batches(_PARQUET_BATCH, columns=columns):
            yield from batch.to_pylist()
            done += batch.num_rows
            self.position = self.size * done // total

    def _open_parquet(self) -> Any:
        from pyarrow import parquet  # half a second to import: only for whoever has such a file

        try:
            return parquet.ParquetFile(self.path)
        except ValueError as error:  # ArrowInvalid is one
            raise StreamError(f"{self.path} is not a Parquet file") from error


_WANTED = {"target", "date_est", "id", "text", "created_at", "author", "reach", "language"}


def _lines(text: IO[str]) -> Iterator[str]:
    return iter(lambda: text.readline(_MAX_LINE), "")


def _json_lines(lines: Iterator[str]) -> Iterator[Row]:
    for line in lines:
        if line.strip():
            yield _json_object(line)


def _json_object(line: str) -> Row:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _digest(path: Path, size: int) -> str:
    """Tells files apart without reading gigabytes."""
    with path.open("rb") as raw:
        return hashlib.sha256(raw.read(_BEGINNING) + str(size).encode()).hexdigest()
