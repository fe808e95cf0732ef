"""What files do not say of themselves, and rows that are not as they should be."""

import io
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from airparadis.domain.batches.batch import RowFault
from airparadis.domain.batches.file_format import FileFormat
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.engine import columns_of, score_rows
from airparadis.files.legacy.csv_sink import CsvSink
from airparadis.files.legacy.csv_source import CsvSource
from airparadis.files.legacy.files import NOTHING, Layout, Told
from airparadis.files.legacy.opening import found_layout, guessed_column, open_source
from tests.support.fakes import FakeClassifier


def source(content: bytes, told: Told = NOTHING) -> CsvSource:
    return CsvSource(io.BytesIO(content), len(content), told)


def texts(table: CsvSource, column: str | None = None) -> list[str | None]:
    chunks = table.chunks(column or guessed_column(table))
    return [text for chunk in chunks for text in chunk.texts]


@pytest.mark.parametrize(
    ("content", "layout", "columns"),
    [
        (b"id,text\n1,good\n", Layout(), ("id", "text")),
        ("id;texte\n1;déçu, très\n2;a\n".encode(), Layout(delimiter=";"), ("id", "texte")),
        ("\ufeffid\ttext\n1\tgood\n".encode(), Layout(delimiter="\t"), ("id", "text")),
        ("id,text\n1,déçu\n".encode("cp1252"), Layout("cp1252"), ("id", "text")),
        ("id,text\n1,good\n".encode("utf-16"), Layout("utf-16"), ("id", "text")),
        (b'"0","1","Mon","NO","ann","a good day"\n', Layout(has_header=False), None),
        (b"text\nI love, really\nnot bad\n", Layout(), ("text",)),
        (b"I love it so much\nnot bad at all\n", Layout(has_header=False), ("column_1",)),
    ],
)
def test_encoding_delimiter_and_header_are_guessed(
    content: bytes, layout: Layout, columns: tuple[str, ...] | None
) -> None:
    table = source(content)
    assert found_layout(table) == layout
    assert table.columns == (columns or tuple(f"column_{n}" for n in range(1, 7)))


def test_a_sample_that_ends_within_a_character_is_utf_8_all_the_same() -> None:
    content = "text\n" + "é" * 200_000
    assert found_layout(source(content.encode())).encoding == "utf-8"


@pytest.mark.parametrize(
    ("header", "row", "guessed"),
    [
        ("id,Tweet,user", "1,short,a much longer name of a user", "Tweet"),
        ("a,b", "1,the longest of all", "b"),
        ("a,a", "the longest,1", "a"),
        (",x", "the longest,1", "column_1"),
    ],
)
def test_the_column_with_the_tweets_is_guessed(header: str, row: str, guessed: str) -> None:
    table = source(f"{header}\n{row}\n".encode(), Told(has_header=True))
    assert guessed_column(table) == guessed


def test_what_is_told_overrules_what_is_guessed() -> None:
    table = source(b"a;b\n1;2\n", Told("latin-1", ",", False))
    assert (table.columns, texts(table)) == (("column_1",), ["a;b", "1;2"])


def test_what_cannot_be_decoded_is_replaced_and_the_row_is_scored() -> None:
    table = source(b"text\ngood \xff\n", Told("utf-8"))
    [text] = texts(table)
    assert text == "good \ufffd"
    assert score_rows(FakeClassifier(), [text])[0][1] is None


def test_a_row_with_too_many_cells_is_told_and_loses_none() -> None:
    table = source(b"id,text\n1,one, two, three\n2,good\n3\n")
    [chunk] = table.chunks("text")
    assert chunk.cells == [["1", "one, two, three"], ["2", "good"], ["3", ""]]
    rows = score_rows(FakeClassifier(), chunk.texts, chunk.malformed)
    assert [reason for _, reason in rows] == [RowFault.MALFORMED, None, RowFault.EMPTY]


def test_what_databases_refuse_is_no_text() -> None:
    rows = score_rows(FakeClassifier(), ["a\0b", "\ud800", "good"])
    assert [reason for _, reason in rows] == [RowFault.NOT_TEXT, RowFault.NOT_TEXT, None]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_chunks_have_the_size_that_was_asked_for(size: int) -> None:
    content = b"text\n" + b"good\n" * 7
    sizes = [chunk.size for chunk in source(content).chunks("text", size)]
    assert sum(sizes) == 7
    assert set(sizes[:-1]) <= {size}
    assert source(content).count() == 7


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(deadline=None)
@given(st.lists(st.tuples(cells.filter(str.strip), cells), min_size=1, max_size=20))
def test_cells_come_out_as_they_went_in(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO(newline="")
    with CsvSink(written, ["a", "b"], []) as sink:
        sink._writer.writerows(rows)
    table = source(written.getvalue().encode(), Told("utf-8", ",", True))
    assert [tuple(row) for chunk in table.chunks("a") for row in chunk.cells] == rows


def sheet(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_blank_rows_at_the_end_of_a_sheet_are_no_rows(tmp_path: Path) -> None:
    path = sheet(tmp_path / "x.xlsx", [[], ["id", "text"], [1, "good"], [], [3, 4.5], [None, None]])
    table = open_source(path, FileFormat.XLSX)
    assert [list(chunk.texts) for chunk in table.chunks("text")] == [["good", None, "4.5"]]
    table.close()


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path / "x.xlsx", [["text"], ["good"]])
    bomb = tmp_path / "bomb.xlsx"
    entities = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w") as new:
        for each in old.infolist():
            content = old.read(each)
            if each.filename.endswith(("sheet1.xml", "sharedStrings.xml")):
                content = entities + content.replace(b"good", b"&b;")
            new.writestr(each, content)
    with (
        pytest.raises(FileError) as refused,
        closing(open_source(bomb, FileFormat.XLSX)) as opened,
    ):
        list(opened.chunks("text"))
    assert refused.value.fault is FileFault.UNREADABLE


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=60)), max_size=10))
def test_a_batch_scores_as_its_tweets_alone(tweets: list[str | None]) -> None:
    classifier = FakeClassifier()
    rows = score_rows(classifier, tweets)
    assert rows == [score_rows(classifier, [tweet])[0] for tweet in tweets]
    columns = columns_of(rows, "v", 0.7)
    for label, reason in zip(columns.label, columns.reason, strict=True):
        assert (label is None) != (reason is None)
