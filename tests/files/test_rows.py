"""Rows that have more cells than columns, or fewer: mended where that is sure, named where not."""

import pytest

from airparadis.files.notes import Flaw
from tests.files.reading import counts, lines, read


@pytest.mark.parametrize(
    ("header", "row", "text"),
    [
        ("id,text", "1,I love it, but the seat was hard", "I love it, but the seat was hard"),
        ("id,date,text", "3,2024-01-03,Thanks, crew, great", "Thanks, crew, great"),
        ("id;text", "1;Tom &amp; Jerry loved it &lt;3", "Tom &amp; Jerry loved it &lt;3"),
        ("id|text", "1|one|two| three", "one|two| three"),
        ("text,id", "I love it, the crew was great,1", "I love it, the crew was great"),
        ("id,text,likes", "1,good, cheap, fast,20", "good, cheap, fast"),
        ("text,url", "bad, really,https://example.org/1", "bad, really"),
        ("id,text", '1,she said "no", and left', 'she said "no", and left'),
        ("id,text", "1,a,,b", "a,,b"),
    ],
)
def test_unquoted_delimiters_are_put_together_again(header: str, row: str, text: str) -> None:
    mark = "|" if "|" in header else ";" if ";" in header else ","
    plain = {
        "id": "7",
        "date": "2024-01-01",
        "text": "fine by me",
        "likes": "3",
        "url": "https://example.org/7",
    }
    good = mark.join(plain[name] for name in header.split(mark))
    seen = read(lines(header, good, row, good))
    assert seen.texts == ["fine by me", text, "fine by me"]
    assert counts(seen) == {"rebuilt": 1}
    assert not seen.flaws


def test_a_place_with_a_comma_is_told_from_a_tweet_with_one() -> None:
    seen = read(
        lines(
            "id,location,text",
            "1,Paris,I love it",
            "2,Paris, France,I hate it",
            "3,London,Bad food, bad crew",
            "4,New York,It was so late",
        )
    )
    assert [row[1:] for row in seen.rows] == [
        ["Paris", "I love it"],
        ["Paris, France", "I hate it"],
        ["London", "Bad food, bad crew"],
        ["New York", "It was so late"],
    ]


def test_a_row_that_can_be_read_two_ways_is_named() -> None:
    seen = read(lines("text,mood", "fine crew,so happy", "bad,food,angry and sad", "ok,not bad"))
    assert seen.flaws == {1: Flaw.EXTRA_CELLS}
    assert seen.rows[1] == ["bad", "food,angry and sad"]
    assert seen.notes.named["extra_cells"] == [3]


@pytest.mark.parametrize(
    "row", ["1,I love it,", "1,I love it,,,", "1,I love it, ", '1,I love it,""']
)
def test_surplus_blanks_are_left_out(row: str) -> None:
    seen = read(lines("id,text", row, "2,bad"))
    assert seen.rows == [["1", "I love it"], ["2", "bad"]]
    assert counts(seen) == {"surplus_blanks": 1}


@pytest.mark.parametrize("row", ["1", "1,I love it", "1,,"])
def test_rows_that_are_too_short_are_filled_up(row: str) -> None:
    seen = read(lines("id,text,lang", row, "2,bad,en"))
    assert [len(cells) for cells in seen.rows] == [3, 3]
    assert seen.texts[0] in {None, "I love it"}


def test_columns_that_the_header_does_not_name_are_kept() -> None:
    seen = read(lines("id,text", "1,good,5", "2,bad,6", "3,ok,7"))
    assert seen.layout.columns == ("id", "text", "column_3")
    assert seen.rows[1] == ["2", "bad", "6"]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_number_before_each_row_that_the_header_leaves_out(quote: str) -> None:
    """R and some data frames write such files."""
    header = f"{quote}text{quote},{quote}likes{quote}"
    rows = [f"{n},{quote}a good flight{quote},{n * 3}" for n in range(1, 5)]
    seen = read(lines(header, *rows))
    assert seen.layout.columns == ("column_1", "text", "likes")
    assert seen.texts == ["a good flight"] * 4


def test_blank_lines_are_no_rows_and_rows_of_blanks_are() -> None:
    seen = read("\nid,text\n\n1,good\n,\n\n2,bad\n\n")
    assert seen.texts == ["good", None, "bad"]


def test_a_header_that_comes_again_is_not_scored() -> None:
    seen = read(lines("id,text", "1,good", "id,text", "2,bad"))
    assert seen.scored == ["good", "bad"]
    assert seen.flaws == {1: Flaw.REPEATED_HEADER}


def test_blanks_after_delimiters_are_no_part_of_the_cells() -> None:
    seen = read(lines("id, text, lang", '1, "good, really", en', "2, bad, en"))
    assert seen.rows == [["1", "good, really", "en"], ["2", "bad", "en"]]


def test_a_line_that_is_too_long_is_named_and_the_next_one_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("delimited.lines", "delimited.records"):
        monkeypatch.setattr(f"airparadis.files.{module}.MAX_ROW", 5_000)
    for long in ("x" * 20_000, '"' + "x, " * 300_000, '"' + "a\n" * 10_000):
        seen = read(lines("id,text", f"1,{long}", "2,bad"))
        assert seen.scored[-1] == "bad"
        assert seen.flaws[0] in {Flaw.TOO_LONG, Flaw.UNCLOSED_QUOTE}


def test_a_file_of_one_endless_line_is_one_row() -> None:
    seen = read("x" * 3_000_000)
    assert seen.flaws == {0: Flaw.TOO_LONG}
    assert len(seen.rows) == 1
