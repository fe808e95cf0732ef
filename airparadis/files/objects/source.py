"""Reading JSON lines and their like."""

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.domain.predictions.tweet import is_storable
from airparadis.files.blocks import BlockBuilder
from airparadis.files.bounds import MAX_COLUMNS, PREVIEW_ROWS, SAMPLE_ROWS
from airparadis.files.encodings import codec_name, guess_encoding
from airparadis.files.guess.columns import text_column
from airparadis.files.guess.identifiers import rounded_columns
from airparadis.files.notes import Flaw, Notes, Repair
from airparadis.files.objects.block import UNREADABLE, JsonBlock
from airparadis.files.objects.tweets import Record, paths_of, records_of, value_at
from airparadis.files.objects.values import values
from airparadis.files.streams import RawFile
from airparadis.files.table import Block, Layout, ReadOptions
from airparadis.files.writing import place_of

_MAX_SHOWN = 1_000
_Read = tuple[int, Record | None, str, int]
"""Line, row, the line as it is written where it is none, and length."""


class JsonSource:
    """A file of JSON values that is read."""

    def __init__(self, raw: RawFile, options: ReadOptions) -> None:
        self._raw = raw
        self.notes = Notes()
        self.progress = 0.0
        encoding = options.encoding or guess_encoding(raw.head)
        text = io.TextIOWrapper(
            io.BufferedReader(raw.stream, 1 << 18),  # type: ignore[type-var]
            encoding=codec_name(encoding),
            errors="replace",
            newline="\n",
        )
        self._text = text
        self._records: Iterator[_Read] = _records(text)
        self._first = list(islice(self._records, SAMPLE_ROWS))
        if not self._first:
            raise FileError(FileFault.EMPTY)
        if all(record is None and raw.startswith('"') for _, record, raw, _ in self._first):
            self._records = map(_as_tweet, self._records)
            self._first = list(map(_as_tweet, self._first))
        self.layout = self._layout(encoding, options)

    def sample(self) -> Sequence[Sequence[Any]]:
        """Return the first rows."""
        return self._sample

    def blocks(self) -> Iterator[Block]:
        """Read all rows."""
        builder = BlockBuilder(
            lambda first, rows, flaws: JsonBlock(first, rows, flaws, self.layout.columns)
        )
        for line, record, raw, length in self._all():
            flaw = Flaw.NOT_JSON if record is None else None
            if flaw is not None:
                self.notes.add(flaw, line)
            row = {UNREADABLE: raw[:_MAX_SHOWN]} if record is None else record
            if builder.add(row, length, flaw) and (block := builder.take()):
                self.progress = self._raw.progress
                yield block
        self.progress = self._raw.progress
        if block := builder.take():
            yield block
        self._text.detach().detach()  # the caller closes the file

    def _all(self) -> Iterator[_Read]:
        yield from self._first
        self._first = []
        yield from self._records

    def _layout(self, encoding: str, options: ReadOptions) -> Layout:
        found = [record for _, record, _, _ in self._first if record is not None]
        if not found:
            raise FileError(FileFault.UNREADABLE, "no JSON object in its first lines")
        paths = dict.fromkeys(
            path for record in found for path in paths_of(record) if is_storable(path)
        )
        columns = tuple(paths)[: MAX_COLUMNS + 1]
        if len(columns) > MAX_COLUMNS:
            raise FileError(FileFault.TOO_MANY_COLUMNS, f"{MAX_COLUMNS:,}")
        rows = [[value_at(record, path) for path in columns] for record in found]
        place = text_column(columns, rows)
        if options.column is not None:
            place = place_of(columns, options.column)
        self._sample = rows[:PREVIEW_ROWS]
        self.notes.name(Repair.ROUNDED_IDS, rounded_columns(columns, self._sample))
        return Layout("jsonl", columns, place, encoding=encoding, is_packed=self._raw.is_packed)


def _as_tweet(read: _Read) -> _Read:
    """Take a text for a tweet, in a file that begins with nothing else."""
    line, record, raw, length = read
    if record is None and raw.startswith('"'):
        with suppress(ValueError):
            record = {"text": json.loads(raw)}
    return line, record, raw, length


def _records(text: io.TextIOWrapper) -> Iterator[_Read]:
    for value in values(text):
        for record in records_of(value.value):
            yield value.line, record, value.raw, value.length
            value = type(value)(value.line, None, value.raw)  # its length is counted once
