"""Workbooks: which sheet, what cells say, and how much of it is taken."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from airparadis.domain.file_faults import FileError, FileFault
from tests.files.reading import Seen, counts
from tests.files.reading import read as read_bytes
from tests.files.workbooks import Change, Rows, changed, saved, with_rows, workbook

TABLE: Rows = [["id", "text"], [1, "good"], [2, "bad"]]


def read(content: bytes, **options: Any) -> Seen:
    return read_bytes(content, "tweets.xlsx", **options)


@pytest.mark.parametrize(
    ("sheets", "chosen"),
    [
        ({"Cover": [["Report on tweets"]], "Tweets": TABLE}, "Tweets"),
        ({"Cover": [["Report"], ["by the team"], ["of March"]], "Tweets": TABLE}, "Tweets"),
        ({"hidden": TABLE, "Tweets": TABLE}, "Tweets"),
        ({"Empty": [], "Tweets": TABLE}, "Tweets"),
        ({"Notes": [["who", "said"], [1, "a b"]], "Tweets": TABLE}, "Tweets"),
        ({"First": TABLE, "Second": TABLE}, "First"),
        ({"Numbers": [["year", "count"], [2024, 5]]}, "Numbers"),
    ],
)
def test_the_first_visible_sheet_with_tweets_is_read(sheets: dict[str, Rows], chosen: str) -> None:
    seen = read(workbook(**sheets))
    assert seen.layout.sheet == chosen
    assert len(seen.rows) == len(sheets[chosen]) - 1
    others = [name for name in sheets if name != chosen]
    named = seen.notes.named
    assert [*named.get("hidden_sheets", []), *named.get("other_sheets", [])] == others
    assert "hidden" not in seen.layout.sheets


def test_a_sheet_can_be_told() -> None:
    book = workbook(One=TABLE, Two=[["text"], ["other"]])
    assert read(book, sheet="Two").texts == ["other"]
    with pytest.raises(FileError, match="no sheet Three"):
        read(book, sheet="Three")


@pytest.mark.parametrize(
    "sheets", [{"Cover": [["id", "text"]]}, {"Empty": []}, {"Cover": [], "hidden": TABLE}]
)
def test_a_workbook_without_visible_rows_is_refused_naming_its_sheets(
    sheets: dict[str, Rows],
) -> None:
    with pytest.raises(FileError) as refused:
        read(workbook(**sheets))
    assert refused.value.fault is FileFault.NO_SHEET
    assert all(name in str(refused.value) for name in sheets)


@pytest.mark.parametrize("damage", [{}, {"chartsheets/_rels": lambda _: b"<x"}])
def test_a_chart_on_a_sheet_of_its_own_is_no_table(damage: Mapping[str, Change]) -> None:
    book = Workbook()
    for row in TABLE:
        book.active.append(row)
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=3))
    book.create_chartsheet("Chart", 0).add_chart(chart)
    seen = read(changed(saved(book), damage))
    assert seen.texts == ["good", "bad"]
    assert seen.notes.named["other_sheets"] == ["Chart"]


@pytest.mark.parametrize(
    "cell",
    [
        *("#NAME?", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"),
        *("#NOM?", "#VALEUR!", "NULL", "<NA>", "NaN", "None", "n/a", "(null)", " ", "Err:508"),
    ],
)
def test_errors_and_null_words_are_nothing_to_score(cell: str) -> None:
    assert read(workbook([["id", "text"], [1, cell], [2, "bad"]])).texts == [None, "bad"]
    assert read_bytes(f"id,text\n1,{cell}\n2,bad\n").texts == [None, "bad"]


@pytest.mark.parametrize("tweet", ["null and void", "#N/A is what I got", "none of it", "NA!"])
def test_tweets_with_such_words_are_tweets(tweet: str) -> None:
    assert read_bytes(f"id,text\n1,{tweet}\n2,bad\n").texts == [tweet, "bad"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("I love it_x000D_\nand crew", "I love it\nand crew"),
        ("one_x000D_two", "one\ntwo"),
        ("tab_x0009_here", "tab\there"),
        ("literal _x005F_x000D_", "literal _x000D_"),
        ("snake_xbox_case", "snake_xbox_case"),
        ("emoji 👩‍👩‍👧", "emoji 👩‍👩‍👧"),
    ],
)
def test_escapes_are_the_characters_that_they_stand_for(written: str, read_as: str) -> None:
    assert read(workbook([["id", "text"], [1, written]])).texts == [read_as]


def test_cells_right_of_the_header_are_kept() -> None:
    seen = read(workbook([["id", "text"], [1, "good", "by ann"], [2, "bad", None, 5]]))
    assert seen.layout.columns == ("id", "text", "column_3", "column_4")
    assert seen.rows == [[1, "good", "by ann", None], [2, "bad", None, 5]]


def test_cells_that_come_right_of_the_last_column_later_are_kept_and_named() -> None:
    rows: Rows = [["id", "text"], *([n, "good"] for n in range(300)), [300, "bad", "by ann"]]
    seen = read(workbook(rows))
    assert seen.rows[-1] == [300, "bad", "by ann"]
    assert seen.notes.named["late_cells"] == [302]


@pytest.mark.parametrize(
    "above", [[["Tweets of March"], []], [[]], [["A"], ["B"], [], []], [[None, "Report"], []]]
)
def test_titles_above_the_header_are_named_and_skipped(above: Rows) -> None:
    seen = read(workbook([*above, ["id", "text", "date"], [1, "good", "2024-01-01"]]))
    assert seen.layout.columns == ("id", "text", "date")
    assert seen.rows == [[1, "good", "2024-01-01"]]
    assert counts(seen).get("above_header", 0) == sum(map(bool, above))


def test_two_columns_of_one_name_and_one_without() -> None:
    seen = read(workbook([["text", "text", None, "text"], ["a b", "c d", "x", "e f"]]))
    assert seen.layout.columns == ("text", "text_2", "column_3", "text_3")


def test_other_cells_are_written_as_texts() -> None:
    rows: Rows = [
        ["id", "text"],
        [1, 12345],
        [2, 3.5],
        [3, True],
        [4, date(2024, 1, 1)],
        [5, "so late"],
    ]
    assert read(workbook(rows)).texts == ["12345", "3.5", None, "2024-01-01 00:00:00", "so late"]


def test_a_time_stays_a_time() -> None:
    at = datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 (workbooks know no zones)
    assert read(workbook([["id", "text", "at"], [1, "good", at]])).rows == [[1, "good", at]]


@pytest.mark.parametrize("number", [0, 1, 5])
def test_blank_rows_between_others_are_rows_and_those_after_them_are_none(number: int) -> None:
    rows: Rows = [["id", "text"], [1, "good"], *([None, None] for _ in range(number)), [2, "bad"]]
    formatted = with_rows(
        b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(20, 3_000))
    )
    assert read(changed(workbook(rows), formatted)).texts == ["good", *[None] * number, "bad"]


def test_a_sheet_that_states_a_million_rows_is_read_by_the_rows_it_has() -> None:
    stated = {"sheet1": lambda xml: xml.replace(b"A1:B3", b"A1:XFD1048576")}
    assert read(changed(workbook(TABLE), stated)).texts == ["good", "bad"]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>', FileFault.TOO_MANY_ROWS),
        (b'<row r="9"><c r="XFD9"><v>1</v></c></row>', FileFault.TOO_MANY_COLUMNS),
        (b'<row r="x"><c r="A9"><v>1</v></c></row>', FileFault.UNREADABLE),
        (b'<row r="9"><c r="A9" t="s"><v>77</v></c></row>', FileFault.UNREADABLE),
    ],
)
def test_rows_and_cells_out_of_all_bounds_are_refused(
    cell: bytes, fault: FileFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("airparadis.files.workbooks.source.MAX_SHEET_ROWS", 1_000)
    with pytest.raises(FileError) as refused:
        read(changed(workbook(TABLE), with_rows(cell)))
    assert refused.value.fault is fault


def test_too_many_sheets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("airparadis.files.workbooks.source.MAX_SHEETS", 3)
    sheets = {f"Sheet{n}": [["x"]] for n in range(4)}
    with pytest.raises(FileError) as refused:
        read(workbook(**sheets))
    assert refused.value.fault is FileFault.TOO_MANY_SHEETS


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("airparadis.files.workbooks.archive.MAX_UNPACKED_MB", 1)
    grown = {"sheet1": lambda xml: xml + b" " * 2_000_000}
    with pytest.raises(FileError) as refused:
        read(changed(workbook(TABLE), grown))
    assert refused.value.fault is FileFault.INFLATES


def test_entities_that_grow_are_refused() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
    bomb = {"sheet1": lambda xml: entities + xml.replace(b"good", b"&b;")}
    with pytest.raises(FileError) as refused:
        read(changed(workbook(TABLE), bomb))
    assert refused.value.fault is FileFault.UNREADABLE


@pytest.mark.parametrize("part", ["sheet1", "workbook.xml", "styles", "sharedStrings", "rels"])
@pytest.mark.parametrize("damage", [b"", b"<broken", b"\0\1\2", b"<a/>"])
def test_damaged_workbooks_are_refused_or_read(part: str, damage: bytes) -> None:
    rows: list[object] = []
    with suppress(FileError):
        rows += read(changed(workbook(TABLE), {part: lambda _: damage})).rows
    assert len(rows) <= 2
