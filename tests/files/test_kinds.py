"""The kind of a file, whatever its name says: read as that, or refused by that name."""

import gzip
import io
import zipfile

import pytest

from airparadis.domain.file_faults import KINDS, FileError, FileFault, Kind
from airparadis.files.registry import FORMATS, format_of_name, suffixes
from tests.files.reading import lines, read
from tests.files.workbooks import workbook

TABLE = lines("id,text", "1,good", "2,bad")


def archive(**parts: bytes) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Kind.OLD_EXCEL),
        (b"\x09\x08\x10\0\0\x06\x05\0" + b"\0" * 99, Kind.OLD_EXCEL),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            Kind.ENCRYPTED,
        ),
        (b"%PDF-1.7\n1 0 obj\nhello, world\n", Kind.PDF),
        (b"<table><tr><td>text</td></tr></table>", Kind.HTML),
        (b"\xef\xbb\xbf\n <!DOCTYPE HTML>\n<html></html>", Kind.HTML),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', Kind.HTML),
        (b'<?xml version="1.0"?>\n<Workbook/>', Kind.XML),
        (b"{\\rtf1 hello}", Kind.RTF),
        (b"SQLite format 3\0" + b"\0" * 99, Kind.DATABASE),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), Kind.PICTURE),
        (b"BZh91AY&SY", Kind.PACKED),
        (b"\x28\xb5\x2f\xfd" + bytes(20), Kind.PACKED),
        (bytes(range(1, 9)) * 40, Kind.BINARY),
        (archive(readme=b"hello"), Kind.ZIP),
        (
            archive(mimetype=b"application/vnd.oasis", **{"content.xml": b"<a/>"}),
            Kind.OPEN_DOCUMENT,
        ),
        (
            archive(**{"[Content_Types].xml": b"<wordprocessingml.document.main+xml/>"}),
            Kind.OTHER_OFFICE,
        ),
        (gzip.compress(b"PAR1" + bytes(99), mtime=0), Kind.PACKED_BINARY),
        (gzip.compress(gzip.compress(b"text\n", mtime=0), mtime=0), Kind.PACKED),
    ],
)
@pytest.mark.parametrize("name", ["tweets.csv", "tweets.xlsx", "tweets.jsonl", "tweets"])
def test_what_is_no_table_is_refused_by_name(content: bytes, kind: Kind, name: str) -> None:
    with pytest.raises(FileError) as refused:
        read(content, name)
    assert (refused.value.fault, refused.value.detail) == (FileFault.KIND, kind)
    assert KINDS[kind] in str(refused.value)


@pytest.mark.parametrize("name", ["tweets.csv", "tweets.xlsx", "tweets.parquet", "tweets.json"])
@pytest.mark.parametrize(
    ("content", "form"),
    [
        (TABLE.encode(), "csv"),
        (gzip.compress(TABLE.encode(), mtime=0), "csv"),
        (workbook([["id", "text"], [1, "good"], [2, "bad"]]), "xlsx"),
        (b'{"id": 1, "text": "good"}\n{"id": 2, "text": "bad"}\n', "jsonl"),
        (b'[{"id": 1, "text": "good"},\n {"id": 2, "text": "bad"}]', "jsonl"),
        (gzip.compress(b'{"id": 1, "text": "good"}\n{"id": 2, "text": "bad"}', mtime=0), "jsonl"),
    ],
)
def test_a_table_under_another_name_is_read_as_what_it_is(
    content: bytes, form: str, name: str
) -> None:
    seen = read(content, name)
    assert (seen.layout.format, seen.texts) == (form, ["good", "bad"])


@pytest.mark.parametrize("cut", [5, 15, 30])
def test_gzip_that_breaks_off_is_refused(cut: int) -> None:
    packed = gzip.compress(TABLE.encode() * 100, mtime=0)
    with pytest.raises(FileError) as refused:
        read(packed[:-cut])
    assert refused.value.fault is FileFault.UNREADABLE


def test_gzip_of_several_members_is_read_to_its_end() -> None:
    assert read(
        gzip.compress(b"id,text\n1,good\n", mtime=0) + gzip.compress(b"2,bad\n", mtime=0)
    ).texts == [
        "good",
        "bad",
    ]


@pytest.mark.parametrize("filler", [b"\n", b"x" * 1_000 + b"\n", b"0"])
def test_gzip_that_unpacks_out_of_all_proportion_is_given_up(
    filler: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("airparadis.files.streams.UNPACKING_SLACK", 1 << 16)
    packed = gzip.compress(b"id,text\n" + filler * (5_000_000 // len(filler)), mtime=0)
    with pytest.raises(FileError) as refused:
        read(packed)
    assert refused.value.fault is FileFault.INFLATES


def test_the_end_of_a_name_promises_a_format() -> None:
    for form in FORMATS:
        assert all(format_of_name(f"A{suffix.upper()}") is form for suffix in form.suffixes)
    assert {".csv", ".csv.gz", ".jsonl.gz", ".xlsx"} <= set(suffixes())
    assert format_of_name("x.xlsx.gz") is None
    assert format_of_name("x.doc") is None
