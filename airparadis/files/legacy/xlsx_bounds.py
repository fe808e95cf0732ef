"""Workbooks made to fill memory or time: small archives that unpack to very much."""

import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any, Self
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from airparadis.domain.file_faults import FileError, FileFault

MAX_UNPACKED_MB = 2_000
"""What all parts of a workbook may unpack to: a million long tweets have 400."""

MAX_STRINGS_MB = 500
"""What its shared strings may: they are held in memory."""

MAX_HELD_MB = 50
"""What any other part that is read whole may, such as the list of styles."""

MAX_ROW_MB = 64
"""What may be read of a sheet before a row comes of it; more is no row that anybody wrote."""

MAX_ROWS = 1_048_576
"""Rows of a sheet, by Excel's own limit: a row may claim any number, those before it are blank."""

_TYPES = "[Content_Types].xml"
_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_UNREAD = ("xl/media/", "xl/drawings/", "xl/embeddings/", "xl/charts/", "xl/printerSettings/")


def check_unpacked(path: Path) -> None:
    """Refuse what unpacks to more than memory and patience allow; no part exceeds what it states.

    Raises:
        FileError: it does, or is no workbook at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {each.filename: each.file_size for each in archive.infolist()}
            _check(sum(sizes.values()), MAX_UNPACKED_MB)
            _check(sizes.get(_TYPES, 0), MAX_HELD_MB)
            kinds = _kinds(archive)
    except (OSError, KeyError, RuntimeError, zipfile.BadZipFile, ParseError, DefusedXmlException):
        # NotImplementedError, a way to pack that is not known, is a RuntimeError
        raise FileError(FileFault.UNREADABLE, "no Excel workbook, or one with a password") from None
    for name, size in sizes.items():
        kind = kinds.get(name, set())
        if kind == {_SHEET} or (not kind and name.startswith(_UNREAD)):
            continue
        _check(size, MAX_STRINGS_MB if kind == {_STRINGS} else MAX_HELD_MB)


class Watched:
    """An archive whose parts are given up when they go on and on without a row."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self.silent = 0
        """Bytes that were unpacked since the last row."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)

    def open(self, *arguments: Any, **named: Any) -> Any:
        """A part, read through here."""
        return _Part(self._archive.open(*arguments, **named), self)


class _Part:
    def __init__(self, file: Any, archive: Watched) -> None:
        self._file = file
        self._archive = archive

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        block: bytes = self._file.read(size)
        self._archive.silent += len(block)
        _check(self._archive.silent, MAX_ROW_MB)
        return block


def _check(size: int, megabytes: int) -> None:
    if size > megabytes * 1_000_000:
        raise FileError(FileFault.INFLATES, megabytes)


def _kinds(archive: zipfile.ZipFile) -> dict[str, set[str]]:
    """What the workbook says its parts are, whatever they are called."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in fromstring(archive.read(_TYPES)).findall("{*}Override"):
        found[each.get("PartName", "").lstrip("/")].add(each.get("ContentType", ""))
    return found
