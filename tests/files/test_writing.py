"""Results: what was read comes back as it was, beside what is added."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from airparadis.files.opening import open_here
from airparadis.files.registry import format_named
from airparadis.files.table import Added, WriteOptions
from tests.files.reading import lines, read
from tests.files.workbooks import workbook

ADDED = (Added("label", str), Added("p", float), Added("sure", bool))


def written(source: Path, out: Path, form: str | None = None, **options: Any) -> Path:
    """Read a file and write it again with three columns more."""
    with open_here(source) as table:
        sink = format_named(form or table.layout.format).create(
            out, table.layout, ADDED, WriteOptions(**options)
        )
        with sink:
            for block in table.blocks():
                size = len(block)
                sink.write(block, (["positive"] * size, [0.25] * size, [True] * size))
    return out


def file(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "result"),
    [
        ("id,text\n1,good\n", "id,text,label,p,sure\n1,good,positive,0.25,true\n"),
        ("id;text\n1;a, b\n", "id;text;label;p;sure\n1;a, b;positive;0.25;true\n"),
        (
            "a, b\nc d e\n",
            'column_1,label,p,sure\n"a, b",positive,0.25,true\nc d e,positive,0.25,true\n',
        ),
        ("id,text\n1,a, b\n", 'id,text,label,p,sure\n1,"a, b",positive,0.25,true\n'),
        ('id,text\n1,"a\nb"\n', 'id,text,label,p,sure\n1,"a\nb",positive,0.25,true\n'),
        (b"id,text\n1,d\xe9j\xe0\n", "id,text,label,p,sure\n1,déjà,positive,0.25,true\n"),
    ],
)
def test_csv_comes_back_with_its_delimiter(
    tmp_path: Path, content: bytes | str, result: str
) -> None:
    out = written(file(tmp_path, "in.csv", content), tmp_path / "out.csv")
    assert out.read_bytes().decode().replace("\r\n", "\n") == result


def test_csv_can_be_packed_and_marked(tmp_path: Path) -> None:
    source = file(tmp_path, "in.csv", "id,text\n1,good\n")
    packed = written(source, tmp_path / "out.csv.gz")
    assert gzip.decompress(packed.read_bytes()).startswith(b"id,text,label")
    assert written(source, tmp_path / "out.csv", mark=True).read_bytes().startswith(b"\xef\xbb\xbf")


def test_cells_can_be_made_safe_for_spreadsheets(tmp_path: Path) -> None:
    source = file(tmp_path, "in.csv", lines("n,text", "-1.5,=1+1", "+2,@ann good"))
    rows = written(source, tmp_path / "out.csv", guard=True).read_text().splitlines()
    assert rows[1:] == ["-1.5,'=1+1,positive,0.25,true", "+2,'@ann good,positive,0.25,true"]


def test_a_workbook_comes_back_with_its_cells_and_their_types(tmp_path: Path) -> None:
    cells: list[list[Any]] = [
        ["id", "text", "n"],
        [1, "good", 2.5],
        [None, "@ann, bad", None],
        [3, "_x000D_", 1],
    ]
    cells += [[n, "good", n] for n in range(4, 300)]
    cells.append([300, "bad", 1, "late"])
    out = written(file(tmp_path, "in.xlsx", workbook(cells)), tmp_path / "out.xlsx")
    rows = list(load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0][:6] == ("id", "text", "n", "label", "p", "sure")
    assert rows[1][:6] == (1, "good", 2.5, "positive", 0.25, True)
    assert rows[2][1] == "@ann, bad"
    assert rows[-1] == (300, "bad", 1, "positive", 0.25, True, "late")


@pytest.mark.parametrize("tweet", ["_x000D_", "a_x0041_b", "x_y", "\x07bell", "=1+1", "x" * 40_000])
def test_a_text_of_a_workbook_comes_back_as_it_was(tmp_path: Path, tweet: str) -> None:
    source = file(tmp_path, "in.csv", lines("id,text", f"1,{tweet}", "2,bad"))
    out = written(source, tmp_path / "out.xlsx", "xlsx")
    kept = tweet.replace("\x07", "")[:32_767]
    assert read(out.read_bytes(), "out.xlsx").texts == [kept, "bad"]


def test_parquet_comes_back_with_its_types(tmp_path: Path) -> None:
    table = pa.table(
        {"id": pa.array([1, None], pa.int32()), "text": ["good", "bad"], "l": [[1], []]}
    )
    pq.write_table(table, tmp_path / "in.parquet")
    out = pq.read_table(written(tmp_path / "in.parquet", tmp_path / "out.parquet"))
    assert out.select(["id", "text", "l"]).equals(table)
    assert out.schema.field("p").type == pa.float64()


def test_json_objects_come_back_whole(tmp_path: Path) -> None:
    tweets: list[dict[str, Any]] = [
        {"id": "1", "text": "good", "user": {"n": [1, {"x": None}]}},
        {"text": "a\ud800"},
    ]
    content = "".join(json.dumps(tweet) + "\n" for tweet in tweets) + "broken\n"
    out = written(file(tmp_path, "in.jsonl", content), tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    added = {"label": "positive", "p": 0.25, "sure": True}
    assert rows == [*(tweet | added for tweet in tweets), {"unreadable_line": "broken"} | added]


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.csv", "id,text\n1,good\n2,bad\n"),
        ("in.xlsx", workbook([["id", "text"], [1, "good"], [2, "bad"]])),
        ("in.jsonl", '{"id": 1, "text": "good"}\n{"id": 2, "text": "bad"}\n'),
    ],
)
def test_a_result_may_be_of_another_format(
    tmp_path: Path, form: str, name: str, content: bytes | str
) -> None:
    out = written(file(tmp_path, name, content), tmp_path / f"out.{form}", form)
    seen = read(out.read_bytes(), out.name)
    assert seen.texts == ["good", "bad"]
    assert seen.layout.columns == ("id", "text", "label", "p", "sure")


letters = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t")
cells = st.text(letters, max_size=40)


@settings(max_examples=50)
@given(st.lists(st.tuples(cells.filter(str.strip), cells), min_size=1, max_size=10))
def test_cells_come_out_as_they_went_in(rows: list[tuple[str, str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("first", "second"), *rows])
    seen = read(file.getvalue(), encoding="utf-8", delimiter=",", has_header=True)
    assert [tuple(row) for row in seen.rows] == rows
