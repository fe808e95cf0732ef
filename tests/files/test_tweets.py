"""Every published layout is recognised by its columns; what is none is refused in one line."""

import gzip
import json
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as arrow
import pytest
from pyarrow import parquet

from airparadis.domain.radar.sources.ingest_schema import IncomingError, IncomingTweet, RowFault
from airparadis.files.opening import open_here
from airparadis.files.table import ReadTable
from airparadis.files.tweets.reading import TweetFile
from airparadis.lib.errors import StreamError
from tests.files.workbooks import workbook

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SENTIMENT140 = (
    '"0","1467810672","Mon Apr 06 22:19:49 PDT 2009","NO_QUERY","lea","caf\xe9 &amp; late flight"\n'
    '"4","1467810917","Thu Jan 08 01:00:00 PST 2009","NO_QUERY","max","so happy"\n'
)
AIRLINE = (
    "tweet_id,airline_sentiment,negativereason,airline,name,retweet_count,text,tweet_created\n"
    '570301031407624196,negative,Late Flight,Delta,lea,3,"@delta late,\nagain",'
    "2015-02-24 11:15:36 -0800\n"
)
GENERIC = "id,text,created_at,author,reach\n1,late again,2026-05-01T10:00:00Z,lea,\n2,,x,,\n"


def tweets(path: Path, skip: int = 0) -> list[IncomingTweet]:
    file = TweetFile(path, open_here)
    return [file.read(row, NOW) for row in file.rows(skip)]


def test_the_published_sentiment140_format(tmp_path: Path) -> None:
    path = tmp_path / "training.csv"
    path.write_text(SENTIMENT140, encoding="latin-1")
    first, second = tweets(path)
    assert first == IncomingTweet(
        "sentiment140",
        "1467810672",
        "café &amp; late flight",
        datetime(2009, 4, 7, 5, 19, 49, tzinfo=UTC),
        "lea",
    )
    assert second.created_at.hour == 9


def test_the_airline_format(tmp_path: Path) -> None:
    path = tmp_path / "Tweets.csv.gz"
    path.write_bytes(gzip.compress(AIRLINE.encode(), mtime=0))
    (read,) = tweets(path)
    assert (read.source, read.author, read.reach) == ("airline", "lea", 3)
    assert read.created_at == datetime(2015, 2, 24, 19, 15, 36, tzinfo=UTC)
    assert read.text == "@delta late,\nagain"


def read_file(path: Path) -> tuple[list[IncomingTweet], list[tuple[int, RowFault]]]:
    """Tweets of a file, and its refused rows by their number."""
    file, good, refused = TweetFile(path, open_here), list[IncomingTweet](), []
    for number, row in enumerate(file.rows(), 1):
        try:
            good.append(file.read(row, NOW))
        except IncomingError as error:
            refused.append((number, error.fault))
    return good, refused


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_plain_csv_names_its_columns(tmp_path: Path) -> None:
    [read], refused = read_file(written(tmp_path, "tweets.csv", GENERIC))
    assert (read.source, read.reach, read.author) == ("file", None, "lea")
    assert refused == [(2, RowFault.NO_TEXT)]


def test_json_lines(tmp_path: Path) -> None:
    good = {"id": 1, "text": "late", "created_at": "2026-05-01T10:00:00Z", "source": "x"}
    path = written(tmp_path, "tweets.jsonl", f"{json.dumps(good)}\n\n[1]\n{{broken\n")
    [read], refused = read_file(path)
    assert (read.source, read.source_id) == ("x", "1")
    assert refused == [(2, RowFault.NO_OBJECT), (3, RowFault.NO_OBJECT)]


AT = datetime(2024, 6, 1, 10, tzinfo=UTC)
TABLE = "id,text,created_at\n1,I love it,2024-06-01T10:00:00Z\n"
V11 = {
    "id": 570306133677760513,
    "id_str": "570306133677760513",
    "full_text": "I love it",
    "created_at": "Sat Jun 01 10:00:00 +0000 2024",
    "user": {"screen_name": "lea", "description": "I fly a lot of the time"},
    "source": '<a href="https://x.example">Twitter for iPhone</a>',
    "lang": "en",
}
V2 = {"id": "1", "text": "I love it", "created_at": "2024-06-01T10:00:00.000Z", "author_id": "7"}
USERS = {"users": [{"id": "7", "username": "lea"}]}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("semicolon.csv", TABLE.replace(",", ";")),
        ("tab.tsv", TABLE.replace(",", "\t")),
        ("utf16.csv", TABLE.encode("utf-16")),
        ("mac.csv", TABLE.replace("\n", "\r")),
        ("sep.csv", "sep=,\n" + TABLE),
        ("caps.csv", TABLE.replace("id,text,created_at", "ID,Text,Created_At")),
        ("spaces.csv", TABLE.replace("id,text,created_at", " id , text , created at ")),
        ("blank_first.csv", "\n\n" + TABLE),
        ("title.csv", "Export of tweets\n\n" + TABLE),
        ("french.csv", TABLE.replace("id,text,created_at", "Identifiant,Texte du tweet,Créé le")),
        ("index.csv", ",id,text,created_at\n0,1,I love it,2024-06-01T10:00:00Z\n"),
        ("tweets.txt", TABLE),
        ("x.xlsx", workbook([["id", "text", "created_at"], ["1", "I love it", AT.isoformat()]])),
        ("x.csv", gzip.compress(TABLE.encode(), mtime=0)),
        ("v11.jsonl", json.dumps(V11)),
        ("array.jsonl", json.dumps([V11])),
        ("pretty.jsonl", json.dumps(V11, indent=2)),
        ("twarc2.jsonl", json.dumps({"data": [V2], "includes": USERS})),
        ("v2.json", json.dumps({"data": [V2], "meta": {"result_count": 1}}, indent=1)),
        ("v2.jsonl", json.dumps(V2)),
        ("statuses.json", json.dumps({"statuses": [V11], "search_metadata": {}})),
        ("tweets.js", "window.YTD.tweets.part0 = [" + json.dumps({"tweet": V11}) + "]"),
        ("v11_date.csv", TABLE.replace("2024-06-01T10:00:00Z", "Sat Jun 01 10:00:00 +0000 2024")),
        ("offset.csv", TABLE.replace("2024-06-01T10:00:00Z", "2024-06-01 12:00:00 +0200")),
        ("epoch.csv", TABLE.replace("2024-06-01T10:00:00Z", "1717236000")),
    ],
)
def test_tweets_are_read_however_a_file_is_written(
    tmp_path: Path, name: str, content: bytes | str
) -> None:
    [read], refused = read_file(written(tmp_path, name, content))
    assert (read.text, read.created_at, refused) == ("I love it", AT, [])
    assert read.source_id in {"1", "570306133677760513"}
    assert read.author in {None, "lea"}
    assert read.source == "file"


def test_windows_letters_are_read(tmp_path: Path) -> None:
    row = "id,text,created_at\n1,I don’t love it: café,2024-06-01T10:00:00Z\n"
    for name, content in (
        ("x.csv", row.encode("cp1252")),
        ("x.jsonl", json.dumps(V2 | {"text": "I don’t love it: café"}, ensure_ascii=False)),
    ):
        [read], _ = read_file(written(tmp_path, name, content))
        assert read.text == "I don’t love it: café"


@pytest.mark.parametrize(
    ("ids", "faults"),
    [
        (["5.70306E+17", "5.70306E+17"], [RowFault.ROUNDED_ID] * 2),
        (["5,70306E+17"], [RowFault.ROUNDED_ID]),
        (["570306133677760512.0"], [RowFault.ROUNDED_ID]),
        (
            ["570306133677760000", "570301031407620000", "570300817074460000"],
            [RowFault.ROUNDED_ID] * 3,
        ),
        (["'570306133677760513", '="570306133677760514"', "17.0"], []),
        (["", "NULL", "1"], [RowFault.NO_ID] * 2),
    ],
)
def test_rounded_identifiers_are_refused_and_whole_ones_repaired(
    tmp_path: Path, ids: list[str], faults: list[RowFault]
) -> None:
    quoted = ['"' + number.replace('"', '""') + '"' for number in ids]
    rows = [f"{number},I love it,2024-06-01T10:00:00Z" for number in quoted]
    path = written(tmp_path, "x.csv", "\n".join(["id,text,created_at", *rows]))
    good, refused = read_file(path)
    assert [fault for _, fault in refused] == faults
    assert all(read.source_id.isdecimal() for read in good)
    assert len({read.source_id for read in good}) == len(good)


@pytest.mark.parametrize(
    ("reach", "read_as"),
    [
        ("12.0", 12),
        ("", None),
        ("NaN", None),
        ("7", 7),
        ("9" * 4_300, None),
        ("-1", None),
        ("x", None),
    ],
)
def test_reach_as_a_data_frame_writes_it(tmp_path: Path, reach: str, read_as: int | None) -> None:
    content = (
        f"id,text,created_at,reach\n1,good,2024-06-01T10:00:00Z,{reach}\n"
        "2,b,2024-06-01T10:00:00Z,1\n"
    )
    good, refused = read_file(written(tmp_path, "x.csv", content))
    is_refused = reach not in {"12.0", "", "NaN", "7"}
    assert refused == ([(1, RowFault.REACH)] if is_refused else [])
    assert good[-1].source_id == "2"
    assert is_refused or good[0].reach == read_as


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Paris"])
def test_parquet_times_of_every_kind_are_read(tmp_path: Path, unit: str, zone: str | None) -> None:
    at = (
        arrow.array([AT.replace(tzinfo=None), None])
        .cast(arrow.timestamp(unit))
        .cast(arrow.timestamp(unit, zone))
    )
    reach = arrow.array([3.0, float("nan")])
    path = tmp_path / "x.parquet"
    columns = {"id": ["1", "2"], "text": ["I love it", "bad"], "created_at": at, "reach": reach}
    parquet.write_table(arrow.table(columns), path)
    [read], refused = read_file(path)
    assert (read.created_at, read.reach) == (AT, 3)
    assert [number for number, _ in refused] == [2]


@pytest.mark.parametrize(
    "moment",
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "1" * 40],
)
def test_times_beyond_reason_refuse_their_row(tmp_path: Path, moment: str) -> None:
    content = TABLE + f"2,bad,{moment}\n"
    good, refused = read_file(written(tmp_path, "x.csv", content))
    assert len(good) == 1
    assert refused[0][1] in {RowFault.TIME, RowFault.TIME_RANGE}


def test_a_quote_that_is_never_closed_refuses_its_row_only(tmp_path: Path) -> None:
    rows = ['1,"I love it,2024-06-01T10:00:00Z', "2,I hate it,2024-06-01T10:00:00Z"]
    path = written(tmp_path, "x.csv", "\n".join(["id,text,created_at", *rows]))
    good, refused = read_file(path)
    assert [read.text for read in good] == ["I hate it"]
    assert refused == [(1, RowFault.UNCLOSED_QUOTE)]


@pytest.mark.parametrize(
    "columns", ["id,words,when", "id,text", "text,created_at", "id,created_at,permalink"]
)
def test_a_table_without_tweets_is_refused_naming_its_columns(tmp_path: Path, columns: str) -> None:
    row = ",".join("1" for _ in columns.split(","))
    with pytest.raises(StreamError, match="expected columns id, text and created_at") as refused:
        TweetFile(written(tmp_path, "x.csv", f"{columns}\n{row}\n"), open_here)
    assert columns.split(",")[0] in str(refused.value)


def test_files_are_read_in_a_child_process_unless_told_otherwise(tmp_path: Path) -> None:
    file = TweetFile(written(tmp_path, "x.csv", TABLE))
    assert [read.text for read in file.tweets(NOW)] == ["I love it"]
    assert file.position == file.size


def test_reading_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    path = tmp_path / "training.csv"
    path.write_text(SENTIMENT140, encoding="latin-1")
    assert [tweet.text for tweet in tweets(path, skip=1)] == ["so happy"]


def test_parquet_is_read_in_the_zone_it_was_written_in(tmp_path: Path) -> None:
    path = tmp_path / "sentiment140.parquet"
    at = datetime(2009, 6, 1, 2, 59, 40)  # noqa: DTZ001 (as the file has it)
    parquet.write_table(arrow.table({"target": [0], "date_est": [at], "text": ["gone"]}), path)
    (read,) = tweets(path)
    assert read.created_at == datetime(2009, 6, 1, 9, 59, 40, tzinfo=UTC)
    assert len(read.source_id) == 24


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tweets.csv", b"name,words\n"),
        ("tweets.csv", b""),
        ("tweets.csv.gz", b"no gzip"),
        ("tweets.parquet", b"PAR1"),
        ("tweets.csv", b"%PDF-1.4"),
        ("none.csv", None),
    ],
)
def test_what_is_no_file_of_tweets_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StreamError, match=name):
        TweetFile(path, open_here)


@pytest.mark.parametrize(("limit", "openings"), [(2, 2), (1, 3)])
def test_a_small_file_that_was_looked_through_is_not_read_again(
    tmp_path: Path, limit: int, openings: int
) -> None:
    path, opened = tmp_path / "a.csv", list[Path]()
    path.write_text("id,text,created_at\n1,a,2026-05-01T10:00:00Z\n2,b,2026-05-01T10:00:00Z\n")

    def open_counted(path: Path) -> AbstractContextManager[ReadTable]:
        opened.append(path)
        return open_here(path)

    file = TweetFile(path, open_counted)
    assert len(list(file.hold(limit))) == 2
    assert [row.cells for row in file.rows(1)] == [row.cells for row in file.rows()][1:]
    assert len(opened) == openings + (limit == 1)
