"""Every published layout is recognised by its columns; what is none is refused in one line."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as arrow
import pytest
from pyarrow import parquet

from airparadis.domain.radar.ingest_schema import IncomingError, IncomingTweet
from airparadis.files.legacy import tweets as files
from airparadis.files.legacy.tweets import TweetFile
from airparadis.lib.errors import StreamError

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
    file = TweetFile(path)
    return [file.layout.read(row, NOW) for row in file.rows(skip)]


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
    path.write_bytes(gzip.compress(AIRLINE.encode()))
    (read,) = tweets(path)
    assert (read.source, read.author, read.reach) == ("airline", "lea", 3)
    assert read.created_at == datetime(2015, 2, 24, 19, 15, 36, tzinfo=UTC)
    assert read.text == "@delta late,\nagain"


def test_a_plain_csv_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "tweets.csv"
    path.write_text(GENERIC)
    file = TweetFile(path)
    first, second = file.rows()
    read = file.layout.read(first, NOW)
    assert (read.source, read.reach) == ("file", None)
    with pytest.raises(IncomingError, match="text is missing"):
        file.layout.read(second, NOW)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "tweets.jsonl"
    good = {"id": 1, "text": "late", "created_at": "2026-05-01T10:00:00Z", "source": "x"}
    path.write_text(f"{json.dumps(good)}\n\n[1]\n{{broken\n")
    file = TweetFile(path)
    rows = list(file.rows())
    assert file.layout.read(rows[0], NOW).source == "x"
    assert [dict(row) for row in rows[1:]] == [{}, {}]


def test_reading_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    path = tmp_path / "training.csv"
    path.write_text(SENTIMENT140, encoding="latin-1")
    assert [each.text for each in tweets(path, skip=1)] == ["so happy"]


def test_parquet_is_read_in_the_zone_it_was_written_in(tmp_path: Path) -> None:
    path = tmp_path / "sentiment140.parquet"
    at = datetime(2009, 6, 1, 2, 59, 40)  # noqa: DTZ001 (as the file has it)
    parquet.write_table(arrow.table({"target": [0], "date_est": [at], "text": ["gone"]}), path)
    (read,) = tweets(path)
    assert read.created_at == datetime(2009, 6, 1, 9, 59, 40, tzinfo=UTC)
    assert len(read.source_id) == 24


def test_a_parquet_file_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "tweets.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(StreamError, match=r"tweets\.parquet is not a Parquet file"):
        TweetFile(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tweets.csv", b"name,words\n"),
        ("tweets.csv", b""),
        ("tweets.csv.gz", b"no gzip"),
        ("tweets.parquet", b"no parquet"),
    ],
)
def test_what_is_no_file_of_tweets_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StreamError):
        TweetFile(path)


@pytest.mark.parametrize("end", ["csv", "jsonl"])
@pytest.mark.parametrize("filler", ["\n", "x" * 1_000 + "\n"])
def test_a_file_that_unpacks_out_of_all_proportion_is_given_up(
    tmp_path: Path, end: str, filler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_SLACK", 1 << 20)
    path = tmp_path / f"bomb.{end}.gz"
    head = "id,text,created_at\n" if end == "csv" else ""
    path.write_bytes(gzip.compress((head + filler * (20_000_000 // len(filler))).encode()))
    assert path.stat().st_size < 100_000
    with pytest.raises(StreamError, match="unpacks to more than tweets ever do"):
        for _ in TweetFile(path).rows():
            pass
