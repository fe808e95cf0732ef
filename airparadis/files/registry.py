"""The table of formats: a new one is a module in `formats/` and a line here."""

from collections.abc import Sequence

from airparadis.files.formats.csv_text import CsvFormat
from airparadis.files.formats.json_lines import JsonFormat
from airparadis.files.formats.parquet import ParquetFormat
from airparadis.files.formats.workbook import WorkbookFormat
from airparadis.files.table import TableFormat

FORMATS: Sequence[TableFormat] = (ParquetFormat(), WorkbookFormat(), JsonFormat(), CsvFormat())
"""The first that recognises a file reads it; CSV takes what is left."""

PACKED = ".gz"
PACKABLE = ("csv", "jsonl")
"""Formats of text, which are also read and written packed with gzip."""


def format_named(name: str) -> TableFormat:
    """Return a format by its name."""
    return next(form for form in FORMATS if form.name == name)


def format_of_bytes(head: bytes, suffix: str) -> TableFormat:
    """Return the format of a file by its beginning, then by the end of its name."""
    return next(form for form in FORMATS if form.recognises(head, suffix))


def format_of_name(name: str) -> TableFormat | None:
    """Return the format that the end of a name promises; None if it promises none."""
    lowered = name.lower()
    is_packed = lowered.endswith(PACKED)
    lowered = lowered.removesuffix(PACKED)
    for form in FORMATS:
        if lowered.endswith(form.suffixes) and (not is_packed or form.name in PACKABLE):
            return form
    return None


def suffixes() -> tuple[str, ...]:
    """Return the ends of names of files that are read: ".csv", ".csv.gz"."""
    plain = tuple(suffix for form in FORMATS for suffix in form.suffixes)
    packed = (suffix + PACKED for name in PACKABLE for suffix in format_named(name).suffixes)
    return (*plain, *packed)
