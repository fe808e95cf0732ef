"""Detection of file types by their first bytes, not by their names."""

import re
from collections.abc import Sequence

from airparadis.domain.file_faults import Kind

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Signature of old Excel files, and of workbooks with a password."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_FIRST_BYTES: Sequence[tuple[bytes, Kind]] = (
    (b"%PDF-", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"SQLite format 3\0", Kind.DATABASE),
    (b"\x89PNG\r\n", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"BZh", Kind.PACKED),
    (b"\xfd7zXZ\0", Kind.PACKED),
    (b"\x28\xb5\x2f\xfd", Kind.PACKED),
    (b"7z\xbc\xaf\x27\x1c", Kind.PACKED),
    (b"Rar!\x1a\x07", Kind.PACKED),
    (b"\x7fELF", Kind.BINARY),
    (b"MZ\x90\0", Kind.BINARY),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\x09\x08\x10\0\0\x06\x05\0", Kind.OLD_EXCEL),
)
_HTML = re.compile(
    rb"\s*(<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>]|<meta\s)", re.I
)
_XML = re.compile(rb"\s*<\?xml\s", re.I)
_XHTML = re.compile(rb"<!doctype html|<html[\s>]", re.I)
_BOM = b"\xef\xbb\xbf"
_CONTROL = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f"))


def refused_kind(head: bytes, *, is_wide: bool) -> Kind | None:
    """Recognise what holds no table that is read here; None for all else.

    Args:
        head: the beginning of a file that is neither gzip, Parquet nor a ZIP archive.
        is_wide: whether it may be UTF-16 or UTF-32, which hold bytes that no other text does.
    """
    if head.startswith(OLE):
        return Kind.ENCRYPTED if _ENCRYPTED in head else Kind.OLD_EXCEL
    for start, kind in _FIRST_BYTES:
        if head.startswith(start):
            return kind
    text = head.removeprefix(_BOM)
    if _HTML.match(text):
        return Kind.HTML
    if _XML.match(text):
        return Kind.HTML if _XHTML.search(text[:2_000]) else Kind.XML
    return Kind.BINARY if not is_wide and _is_binary(text) else None


def _is_binary(head: bytes) -> bool:
    """Detect control characters, which no text has; NUL is left to the encodings."""
    found = len(head) - len(head.translate(None, _CONTROL))
    return found > 4 and found * 50 > len(head)
