"""Reading labelled tweets: as published, files of one's own, and rows that cannot be used."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.training.tweets import published_rows, write_published
from training.data.labels import parse_labels
from training.data.tables import Columns
from training.data.tweets import read_tweets
from training.errors import TrainingError


def test_the_published_csv_is_recognised(tmp_path: Path) -> None:
    rows = published_rows(4)
    rows[3][5] = "un café, no"
    tweets = read_tweets(write_published(tmp_path / "tweets.csv", rows))
    assert tweets.texts == [row[5] for row in rows]
    assert tweets.y.tolist() == [0, 0, 1, 1]
    assert tweets.rows.tolist() == [0, 1, 2, 3]


def test_utf_8_in_the_published_layout_is_not_mangled(tmp_path: Path) -> None:
    rows = published_rows(4)
    rows[3][5] = "génial ❤"
    path = tmp_path / "tweets.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_tweets(path).texts[-1] == "génial ❤"


OWN = {
    "plain.csv": b'texte;avis\n"en retard,\nencore";negatif\nquand ?;neutre\nmerci !;positif\n',
    "wide.csv": "texte\tavis\nen retard,encore\t-1.0\nquand ?\t0\nmerci !\t1\n".encode("utf-16"),
    "western.csv": "texte,avis\nen retard à Orly,0\nça va,2\nmerci !,4\n".encode("cp1252"),
    "lines.jsonl": b'{"texte": "en retard", "avis": 0.0}\n{"texte": "?", "avis": 2}\n'
    b'{"texte": "merci !", "avis": 4}\n',
}


@pytest.mark.parametrize("name", OWN)
def test_a_file_of_ones_own_is_read_whatever_it_is(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(OWN[name])
    tweets = read_tweets(tmp_path / name, Columns("texte", "avis"))
    assert tweets.y.tolist() == [0, 1]
    assert tweets.texts[1] == "merci !"
    assert "1 neutral" in tweets.summary


def test_labels_mean_what_the_options_say(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("text,stars\nbad,1\nso so,3.0\ngood,5\nnice,5\n")
    columns = Columns("text", "stars", parse_labels("negative=1,neutral=3,positive=5.0"))
    assert read_tweets(tmp_path / "own.csv", columns).y.tolist() == [0, 1, 1]
    with pytest.raises(TrainingError, match=r"its labels are '5', .*--labels negative=0"):
        read_tweets(tmp_path / "own.csv", Columns("text", "stars"))


def test_labels_0_1_2_are_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("text,label\nbad,0\nso so,1\ngood,2\n")
    with pytest.raises(TrainingError, match="give their meaning"):
        read_tweets(tmp_path / "own.csv")


def test_columns_that_are_not_there_are_answered_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("message,mood\nit is so bad,sad\nit is good,glad\n")
    with pytest.raises(TrainingError, match="its columns are message, mood: use --label-column"):
        read_tweets(tmp_path / "own.csv")
    with pytest.raises(TrainingError, match="no column 'label'; its columns are message, mood"):
        read_tweets(tmp_path / "own.csv", Columns(label="label"))


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
    assert tweets.neutral == ["neutral"]
    assert tweets.faults.empty == 2
    assert tweets.faults.first[0] == (6, "empty text")
    assert "2 empty, 1 neutral" in tweets.summary


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
    with pytest.raises(TrainingError, match="which column has the labels"):
        read_tweets(tmp_path / "tweets.parquet")


def test_the_same_text_has_the_same_hash(tmp_path: Path) -> None:
    rows = published_rows(6)
    rows[5][5] = rows[0][5]
    hashes = read_tweets(write_published(tmp_path / "tweets.csv", rows)).hashes
    assert hashes[0] == hashes[5]
    assert len(np.unique(hashes)) == 5
