"""Files made to fill memory or time are refused soon."""

import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from airparadis.domain.batches.file_format import FileFormat
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.legacy import xlsx_bounds
from airparadis.files.legacy.opening import guessed_column, open_source

SOON = 20
ROW = b'<row r="3"><c r="A3" t="inlineStr"><is><t>bad</t></is></c></row>'
Change = Callable[[bytes], bytes]


def workbook(path: Path, add: dict[str, bytes] | None = None, **changes: Change) -> Path:
    """Two rows; parts whose names hold a key are changed, others added."""
    book = Workbook()
    for cell in ("text", "good"):
        book.active.append([cell])
    plain = path.with_suffix(".plain")
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            content = old.read(each)
            for name, change in changes.items():
                content = change(content) if name in each.filename else content
            new.writestr(each.filename, content)
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return path


def append(rows: bytes) -> Change:
    return lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>")


def read(path: Path) -> list[str | None]:
    with closing(open_source(path, FileFormat.XLSX)) as source:
        return [text for chunk in source.chunks("text") for text in chunk.texts]


@contextmanager
def refused_soon(fault: FileFault) -> Iterator[None]:
    started = time.monotonic()
    with pytest.raises(FileError) as refused:
        yield
    assert refused.value.fault is fault
    assert time.monotonic() - started < SOON


def test_a_workbook_as_it_should_be_is_read(tmp_path: Path) -> None:
    assert read(workbook(tmp_path / "x.xlsx", sheet1=append(ROW))) == ["good", "bad"]


def test_a_sheet_may_be_larger_than_the_parts_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_bounds, "MAX_HELD_MB", 1)
    path = workbook(tmp_path / "x.xlsx", sheet1=append(ROW + b"\n" * 2_000_000))
    assert read(path) == ["good", "bad"]


def test_a_row_that_claims_to_be_the_billionth_does_not_make_a_billion(tmp_path: Path) -> None:
    far = ROW.replace(b'"3"', b'"1000000000"').replace(b"A3", b"A1000000000")
    path = workbook(tmp_path / "x.xlsx", sheet1=append(far))
    with refused_soon(FileFault.TOO_MANY_ROWS):
        read(path)


def test_a_row_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_bounds, "MAX_ROW_MB", 1)
    wide = b'<row r="3">' + b"<c/>" * 1_000_000 + b"</row>"
    path = workbook(tmp_path / "x.xlsx", sheet1=append(wide))
    assert path.stat().st_size < 50_000
    with refused_soon(FileFault.INFLATES):
        read(path)


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/other.xml", "xl/media/a.xml"])
def test_strings_that_fill_memory_are_refused_under_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(xlsx_bounds, "MAX_STRINGS_MB", 1)
    monkeypatch.setattr(xlsx_bounds, "MAX_HELD_MB", 1)
    told = f'<Override PartName="/{name}" ContentType="{xlsx_bounds._STRINGS}"/>'.encode()
    path = workbook(
        tmp_path / "x.xlsx",
        add={name: b"0" * 2_000_000},
        Content_Types=lambda content: content.replace(b"</Types>", told + b"</Types>"),
    )
    with refused_soon(FileFault.INFLATES):
        read(path)


@pytest.mark.parametrize("part", ["styles", "workbook.xml", "Content_Types"])
def test_other_parts_that_are_read_whole_are_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(xlsx_bounds, "MAX_HELD_MB", 1)

    def grow(content: bytes) -> bytes:
        return content + b" " * 2_000_000

    path = workbook(tmp_path / "x.xlsx", None, **{part: grow})
    with refused_soon(FileFault.INFLATES):
        read(path)


def test_a_header_of_a_hundred_thousand_columns_is_read_in_no_time(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(",".join(["a"] * 100_000) + "\n" + "b," * 99_999 + "b\n")
    started = time.monotonic()
    with closing(open_source(path, FileFormat.CSV)) as source:
        assert len(set(source.columns)) == 100_000
        assert guessed_column(source)
    assert time.monotonic() - started < SOON


def test_a_parquet_file_that_says_it_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(
        pa.table({"text": ["x" * 1_000 + str(number) for number in range(3_000)]}),
        path,
        compression="zstd",
        use_dictionary=False,
    )
    monkeypatch.setattr("airparadis.files.legacy.parquet_files.MAX_UNPACKED_MB", 1)
    assert path.stat().st_size < 100_000
    with refused_soon(FileFault.INFLATES):
        open_source(path, FileFormat.PARQUET)
