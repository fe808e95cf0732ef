"""Reading Sentiment140: every published form, and rows that cannot be used."""

import gzip
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.training.tweets import published_rows, write_published
from training.data.tweets import read_tweets
from training.errors import TrainingError


def test_the_published_csv_is_read_as_latin_1_with_labels_0_and_1(tmp_path: Path) -> None:
    rows = published_rows(4)
    rows[3][5] = "un café, “quoted” no".encode("latin-1", "ignore").decode("latin-1")
    tweets = read_tweets(write_published(tmp_path / "tweets.csv", rows))
    assert tweets.texts == [row[5] for row in rows]
    assert tweets.y.tolist() == [0, 0, 1, 1]
    assert tweets.rows.tolist() == [0, 1, 2, 3]


def test_gzip_and_parquet_read_the_same_as_csv(tmp_path: Path) -> None:
    rows = published_rows(20)
    plain = write_published(tmp_path / "tweets.csv", rows)
    (tmp_path / "tweets.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    columns = {"target": [int(row[0]) for row in rows], "text": [row[5] for row in rows]}
    pq.write_table(pa.table(columns), tmp_path / "tweets.parquet")
    fingerprints = {
        read_tweets(tmp_path / name).fingerprint
        for name in ("tweets.csv", "tweets.csv.gz", "tweets.parquet")
    }
    assert len(fingerprints) == 1


def test_corrupt_and_empty_rows_are_reported_and_the_others_read(tmp_path: Path) -> None:
    path = write_published(tmp_path / "tweets.csv", published_rows(6))
    with path.open("a", encoding="latin-1") as file:
        file.write('"4","1","d"\n"2","1","d","q","u","neutral"\n"4","1","d","q","u","  "\n')
        file.write('"4","1","d","q","u","a "stray" quote\n"4","1","d","q","u","fine"\n\n')
    tweets = read_tweets(path)
    assert tweets.texts[-1] == "fine"
    assert len(tweets.texts) == 7
    assert (tweets.faults.corrupt, tweets.faults.empty) == (4, 1)
    assert tweets.faults.first[0] == (6, "3 columns, not 6")
    assert "7 usable rows, 4 corrupt, 1 empty" in tweets.faults.summary(len(tweets.texts))


def test_a_null_text_in_parquet_is_an_empty_row(tmp_path: Path) -> None:
    table = pa.table({"target": [0, 4, 4], "text": ["bad", "good", None]})
    pq.write_table(table, tmp_path / "tweets.parquet")
    tweets = read_tweets(tmp_path / "tweets.parquet")
    assert tweets.faults.empty == 1
    assert tweets.texts == ["bad", "good"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("absent.csv", None),
        ("empty.csv", b""),
        ("one_label.csv", b'"0","1","d","q","u","bad"\n'),
        ("broken.csv.gz", b"no gzip"),
        ("cut.csv.gz", gzip.compress(b'"0","1","d","q","u","bad"\n' * 9, mtime=0)[:-12]),
        ("broken.parquet", b"no parquet"),
    ],
)
def test_a_file_that_cannot_be_used_gives_one_line(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TrainingError) as caught:
        read_tweets(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_parquet_without_the_columns_names_them(tmp_path: Path) -> None:
    pq.write_table(pa.table({"target": [0, 4]}), tmp_path / "tweets.parquet")
    with pytest.raises(TrainingError, match="text"):
        read_tweets(tmp_path / "tweets.parquet")


def test_the_same_text_has_the_same_hash(tmp_path: Path) -> None:
    rows = published_rows(6)
    rows[5][5] = rows[0][5]
    hashes = read_tweets(write_published(tmp_path / "tweets.csv", rows)).hashes
    assert hashes[0] == hashes[5]
    assert len(np.unique(hashes)) == 5
