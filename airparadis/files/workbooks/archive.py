"""The kind of an archive, and a check of its unpacked size and work."""

import re
import zipfile
from collections.abc import Sequence
from typing import IO

from airparadis.domain.file_faults import FileError, FileFault, Kind
from airparadis.files.bounds import MAX_UNPACKED_MB

_TYPES = "[Content_Types].xml"
_SHEETS = re.compile(rb"(spreadsheetml|ms-excel)[\w.+-]*\.(sheet|template)[\w.]*\.main\+xml", re.I)
_BINARY = b"ms-excel.sheet.binary"
_MAX_TYPES = 10_000_000


def check_archive(file: IO[bytes]) -> None:
    """Refuse an archive that is no workbook, damaged, or unpacks to too much.

    Raises:
        FileError: it is one of these.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_size(parts)
            names = {part.filename for part in parts}
            types = _types(archive, names)
            encrypted = any(part.flag_bits & 1 for part in parts)
    except (FileError, MemoryError):
        raise
    except Exception:  # there are a dozen kinds for a dozen ways to be damaged
        raise FileError(FileFault.UNREADABLE, "the archive is damaged") from None
    if encrypted:
        raise FileError(FileFault.KIND, Kind.ENCRYPTED)
    if _BINARY in types:
        raise FileError(FileFault.KIND, Kind.OLD_EXCEL)
    if not _SHEETS.search(types):
        raise FileError(FileFault.KIND, _other_kind(names))


def _check_size(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Check the stated sizes; no part exceeds its own, as `zipfile` reads no further."""
    if sum(part.file_size for part in parts) > MAX_UNPACKED_MB * 1_000_000:
        raise FileError(FileFault.INFLATES, MAX_UNPACKED_MB)


def _types(archive: zipfile.ZipFile, names: set[str]) -> bytes:
    if _TYPES not in names:
        return b""
    with archive.open(_TYPES) as part:
        return part.read(_MAX_TYPES)


def _other_kind(names: set[str]) -> Kind:
    if _TYPES in names:
        return Kind.OTHER_OFFICE
    if any(name.endswith(".iwa") for name in names):
        return Kind.OTHER_OFFICE  # of Apple's: Numbers, Pages
    return Kind.OPEN_DOCUMENT if {"content.xml", "mimetype"} <= names else Kind.ZIP
