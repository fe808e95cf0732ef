"""Mistakes on the command line end in one line that says what to do."""

import os
import sys
from pathlib import Path

import pytest

from tests.support.training.tweets import published_rows, write_published
from training.__main__ import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("errors")
    write_published(folder / "good.csv", published_rows(200))
    (folder / "header.csv").write_text("text,label\n")
    (folder / "two.csv").write_text("text,label\nfine flight,positive\nno flight,negative\n")
    return folder


def error_of(
    arguments: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """Run a command in `folder` that has to fail; return what it says, without progress."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr("training.options.STORE", folder / "store")
    try:
        status = main(arguments.split())
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    assert status in (1, 2)
    lines = [line for line in capsys.readouterr().err.splitlines() if "\r" not in line]
    said = [line for line in lines if line.startswith("python -m training")]
    assert len(said) == 1
    return said[0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("train tfidf --data header.csv", "header.csv: it has no rows"),
        ("train tfidf --data two.csv", "at least 20 are needed"),
        ("train tfidf --data good.csv --C -1", "argument --C: a number above 0"),
        ("train tfidf --data good.csv --C nan", "argument --C: a number above 0"),
        ("train tfidf --data good.csv --max-features 0", "argument --max-features: at least 1"),
        ("train tfidf --data good.csv --folds 150", "too few for 150 folds"),
        ("train tfidf --data good.csv --out two.csv", "argument --out: two.csv is no folder"),
        ("train tfidf --data good.csv --out two.csv/x", "argument --out: cannot write to"),
        ("train light --data good.csv --learning-rate -1", "--learning-rate: a number above 0"),
        ("train light --data good.csv --learning-rate nan", "--learning-rate: a number above 0"),
        ("train lstm --data good.csv --dropout 1.5", "--dropout: from 0 up to, but not, 1"),
        ("train lstm --data good.csv --dimensions 0", "--dimensions: at least 1"),
        ("train modernbert --data good.csv --learning-rate 0", "--learning-rate: a number above 0"),
        ("tune tfidf --data good.csv --minutes 0", "argument --minutes: a number above 0"),
        ("predict bundled good.csv --out none/x.csv", "argument --out: there is no folder none"),
        ("predict bundled good.csv --out store", "argument --out: store is a folder"),
        ("retrain light --reviewed good.csv --policy none", "argument --policy: there is no none"),
    ],
)
def test_one_line_says_what_is_wrong(
    arguments: str,
    says: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "store").mkdir(exist_ok=True)
    assert says in error_of(arguments, folder, monkeypatch, capsys)


def test_a_missing_library_is_said_before_anything_is_fitted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "training.families.light.recurrent", None)
    monkeypatch.setattr("training.families.light.general.number_words", None)
    said = error_of("train light --data good.csv", folder, monkeypatch, capsys)
    assert said.startswith("python -m training: light needs ")
    assert said.endswith(", or give --no-network")
    monkeypatch.setitem(sys.modules, "training.recipe.command", None)
    said = error_of("recipe --data none --out m", folder, monkeypatch, capsys)
    assert said.endswith(" is missing: ./script/train installs what a command needs")


def test_a_recipe_names_all_files_that_are_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch")
    said = error_of("recipe --data none --out m", folder, monkeypatch, capsys)
    assert "there is no none/labelled_tweets_en.csv.gz, no none/" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: Path("/dev/full").write_bytes(b"x"))
    said = error_of("predict bundled two.csv --out scored.csv", folder, monkeypatch, capsys)
    assert said == "python -m training: No space left on device"
    assert not (folder / "scored.csv").exists()
