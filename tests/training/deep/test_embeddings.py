"""`python -m training embeddings`: vectors of training rows, in a file that `lstm` reads."""

from pathlib import Path

import pytest

pytest.importorskip("gensim")

from tests.support.training.tweets import published_rows, write_published
from training.__main__ import main
from training.data.split import STRICT, Part, frozen_split
from training.data.tweets import read_tweets
from training.embeddings.files import read_vectors
from training.embeddings.words import tokenise


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_published(tmp_path / "tweets.csv", published_rows(200))


def embed(data: Path, out: Path, *options: str) -> int:
    split = str(data.parent / "split.parquet")
    small = ["--dimensions", "5", "--epochs", "1", "--min-count", "1", "--workers", "1"]
    given = ["--data", str(data), "--split", split, "--out", str(out)]
    return main(["embeddings", *given, *small, *options])


@pytest.mark.parametrize("method", ["word2vec", "fasttext"])
def test_vectors_are_of_the_training_rows_words_alone(
    method: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = published_rows(200)
    for number, row in enumerate(rows):
        row[-1] += f" word{number}"
    write_published(data, rows)
    out = tmp_path / "own.vec.gz"
    assert embed(data, out, "--method", method) == 0
    tweets = read_tweets(data)
    split = frozen_split(tweets, data.parent / "split.parquet", STRICT)
    in_training = {word for row in split.rows(Part.TRAIN) for word in tokenise(tweets.texts[row])}
    found = read_vectors(out, {word for text in tweets.texts for word in tokenise(text)})
    assert set(found.vectors) == in_training
    assert (found.dimensions, found.malformed) == (5, 0)
    assert f"wrote {len(in_training)} vectors of 5 dimensions" in capsys.readouterr().out


def test_one_worker_gives_the_same_vectors_every_time(data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.vec", tmp_path / "second.vec"
    assert embed(data, first) == embed(data, second) == 0
    assert first.read_text("utf-8") == second.read_text("utf-8")


def test_lstm_starts_from_them(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    out = tmp_path / "own.vec"
    assert embed(data, out) == 0
    model, split = tmp_path / "model", str(data.parent / "split.parquet")
    command = ["train", "lstm", "--data", str(data), "--split", split, "--out", str(model)]
    small = ["--hidden", "2", "--epochs", "1", "--min-count", "1", "--no-mlflow"]
    assert main([*command, *small, "--embeddings", str(out)]) == 0
    assert '"covered_words": 1.0' in (model / "manifest.json").read_text("utf-8")
    assert main([*command, *small, "--embeddings", str(out), "--dimensions", "7"]) == 1
