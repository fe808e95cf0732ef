"""Texts in columns: the same as row by row, or left to the reader of rows."""

import io
import random
from unittest.mock import Mock

import pytest

from airparadis.files.delimited import column_chunks, source
from airparadis.files.delimited import lines as line_chunks
from airparadis.files.delimited.columns import ColumnParser, Columns
from airparadis.files.delimited.dialect import Dialect
from airparadis.files.delimited.shape import Shape
from airparadis.files.guess.kinds import column_kinds
from tests.files.reading import Seen, lines, read

PIECES = ["a", "é", "😀", '"', '""', ",", ";", "\n", "\r\n", "\r", " ", "\0", "\ufeff", "\x85", "1"]


def parser(dialect: Dialect, width: int = 2, names: tuple[str, ...] = ()) -> ColumnParser:
    return ColumnParser(dialect, Shape(dialect, 1, column_kinds([], width)), list(names))


def rows(found: Columns) -> list[list[str]]:
    return [list(row.values()) for row in found.batch.to_pylist()]


@pytest.mark.parametrize("quote", ['"', "'", None])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_what_is_taken_is_what_a_strict_reader_reads(quote: str | None, delimiter: str) -> None:
    dialect, chance, taken = Dialect(delimiter, quote), random.Random(7), 0  # noqa: S311
    columns = parser(dialect)
    for _ in range(2_000):
        cells = ["".join(chance.choices(PIECES, k=chance.randint(0, 3))) for _ in range(8)]
        if chance.random() < 0.6 and quote:
            cells = [quote + cell.replace(quote, quote * 2) + quote for cell in cells]
        ends = [chance.choice(["\n", "\r\n"]) for _ in range(4)]
        text = "".join(
            f"{cells[place]}{delimiter}{cells[place + 1]}{ends[place // 2]}"
            for place in range(0, 8, 2)
        )
        found = columns.parse(text)
        if found is None:
            continue
        taken += 1
        used = text[: found.characters]
        reader = dialect.reader(io.StringIO(used, newline="\n"))
        assert rows(found) == [row for row in reader if row], text
        assert found.lines == used.count("\n")
    assert taken > 100


@pytest.mark.parametrize(
    "text",
    [
        *('a,b"c\n', 'a,"b"c\n', 'a, "b"\n', 'a,"b" \n', 'a,"b\n', "a,b\rc\n", "a,b,c\n", "a\n"),
        *("\ufeffa,b\n", "id,text\n", 'c,d\n"id","text"\n', 'a,"b\n\rc"\n', "\n", ""),
        "a," + "b" * 1_000_001 + "\n",
    ],
)
def test_what_is_not_as_it_should_be_is_left_to_the_reader_of_rows(text: str) -> None:
    assert parser(Dialect(), names=("id", "text")).parse(text) is None


def test_a_record_that_is_not_whole_is_left() -> None:
    found = parser(Dialect()).parse('1,"a\nb"\n2,"c\nd\n')
    assert found is not None
    assert (rows(found), found.characters, found.lines) == ([["1", "a\nb"]], 8, 2)


@pytest.mark.parametrize(
    "dialect",
    [Dialect(""), Dialect("§"), Dialect(skips_blanks=True), Dialect(has_backslashes=True)],
)
def test_some_dialects_are_only_read_row_by_row(dialect: Dialect) -> None:
    assert not dialect.suits_columns
    assert Dialect().suits_columns


NUMBERS = range(5_000)
FILES = {
    "well-formed": [f'{number},"so late, again {number}"' for number in NUMBERS],
    "tweets of several lines": [f'{number},"so late\nagain ""{number}"""' for number in NUMBERS],
    "an open quote now and then": [
        f"{number},{chr(34) * (number % 997 == 5)}so late {number}" for number in NUMBERS
    ],
    "the header now and then": [
        "id,text" if number % 999 == 5 else f"{number},ok" for number in NUMBERS
    ],
    "rows too short and too long": [f"{number},ok{',' * (number % 4)}" for number in NUMBERS],
    "blank lines": [f"{number},ok\n\r" for number in NUMBERS],
    "stray bytes": [f"{number},caf\xe9" for number in NUMBERS],
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_large_file_is_read_as_a_small_one(
    monkeypatch: pytest.MonkeyPatch, name: str, encoding: str
) -> None:
    content = lines("id,text", *FILES[name])[:-1].encode(encoding)
    plain = read(content)
    monkeypatch.setattr(source, "COLUMNS_FROM", 10_000)
    monkeypatch.setattr(column_chunks, "PART_CHARACTERS", 8_000)
    monkeypatch.setattr(line_chunks, "CHUNK_CHARACTERS", 8_000)
    parsed = Mock(wraps=ColumnParser.parse)
    monkeypatch.setattr(ColumnParser, "parse", lambda self, text: parsed(self, text))
    fast = read(content)
    assert parsed.called or "open quote" in name  # which waits for its end
    assert _all(fast) == _all(plain)
    assert len(plain.rows) == 5_000


def _all(seen: Seen) -> tuple[object, ...]:
    return seen.layout, seen.rows, seen.texts, seen.flaws, seen.notes.as_json()
