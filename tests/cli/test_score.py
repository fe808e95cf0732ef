"""`python -m airparadis score`: files of every format, good and bad."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from airparadis.__main__ import main
from airparadis.files.scoring.rows import score_rows
from airparadis.lib.project import ROOT
from airparadis.ml.artifact import BUNDLED_MODEL
from airparadis.ml.families import load_classifier
from airparadis.ml.scoring import score
from tests.files.workbooks import workbook
from tests.support.models import write_light_model
from tests.support.tables import REASONS, TWEETS, read, table, write

SUFFIXES = ("csv", "xlsx", "parquet")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_light_model(tmp_path / "model")


def exactly(value: float | None, suffix: str) -> object:
    """Return a number to compare with: openpyxl writes 16 digits of 17."""
    return pytest.approx(value, rel=1e-15) if suffix == "xlsx" else value


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_is_scored_as_its_tweets_one_by_one(
    tmp_path: Path, model: Path, suffix: str
) -> None:
    source = write(tmp_path / f"in.{suffix}", table())
    out = tmp_path / f"out.{suffix}"
    result = run(source, "--out", out, "--model", model)
    assert result.exit_code == 0, result.output
    assert "9 rows by light-2026.11.23" in result.stderr
    assert "without a label: 2 empty, 1 language, 1 too_long" in result.stderr
    classifier = load_classifier(model)
    for row, tweet, reason in zip(read(out), TWEETS, REASONS, strict=True):
        assert row["reason"] == reason
        assert row["model_version"] == classifier.manifest.version
        if reason is None:
            [alone] = score(classifier, [str(tweet)])
            assert row["label"] == alone.label
            assert row["probability_positive"] == exactly(alone.probability_positive, suffix)
            assert row["probability_negative"] + row["probability_positive"] == pytest.approx(1)
            assert row["uncertain"] == alone.uncertain
            assert (row["neutral"], row["language"]) == (alone.neutral, alone.language)
        else:
            assert (row["label"], row["probability_positive"]) == (None, None)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_columns_that_were_there_stay_as_they_were(
    tmp_path: Path, model: Path, suffix: str
) -> None:
    source = write(tmp_path / f"in.{suffix}", table())
    out = tmp_path / f"out.{suffix}"
    assert run(source, "--out", out, "--model", model).exit_code == 0
    before, after = read(source), read(out)
    assert [{name: row[name] for name in before[0]} for row in after] == before


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_processes_write_what_one_does(tmp_path: Path, model: Path, suffix: str) -> None:
    times = 400 if suffix == "xlsx" else 1_500  # chunks enough to wait for each other
    source = write(tmp_path / f"in.{suffix}", table() * times)
    for name, processes in (("one", 1), ("two", 2)):
        out = tmp_path / f"{name}.{suffix}"
        assert run(source, "--out", out, "--model", model, "--processes", processes).exit_code == 0
    assert read(tmp_path / f"one.{suffix}") == read(tmp_path / f"two.{suffix}")


def test_a_pipe_goes_in_and_comes_out(tmp_path: Path, model: Path) -> None:
    source = write(tmp_path / "in.csv", table() * 500)  # more than a pipe holds
    command = [
        sys.executable,
        "-m",
        "airparadis",
        "score",
        "-",
        "--out",
        "-",
        "--model",
        str(model),
    ]
    with source.open("rb") as piped:
        piped_out = subprocess.run(command, stdin=piped, capture_output=True, check=True, cwd=ROOT)
    assert run(source, "--out", tmp_path / "out.csv", "--model", model).exit_code == 0
    assert piped_out.stdout == (tmp_path / "out.csv").read_bytes()


def test_a_result_can_be_made_safe_for_spreadsheets(tmp_path: Path, model: Path) -> None:
    source = write(tmp_path / "in.csv", table())
    out = tmp_path / "out.csv"
    assert run(source, "--out", out, "--model", model, "--safe-cells").exit_code == 0
    rows = read(out)
    assert rows[5]["text"] == '\'=HYPERLINK("http://example.org")'
    assert rows[6]["text"] == "'@united good meal 😀"
    assert rows[6]["points"] == -3.0


def test_a_formula_in_a_sheet_stays_a_text(tmp_path: Path, model: Path) -> None:
    from openpyxl import load_workbook

    source = write(tmp_path / "in.xlsx", table())
    out = tmp_path / "out.xlsx"
    assert run(source, "--out", out, "--model", model).exit_code == 0
    assert load_workbook(out).active["B7"].data_type == "s"


def test_a_result_can_be_scored_again_and_keeps_both_scores(tmp_path: Path, model: Path) -> None:
    source = write(tmp_path / "in.csv", table())
    for before, after in (("in", "once"), ("once", "twice"), ("twice", "thrice")):
        arguments = (
            tmp_path / f"{before}.csv",
            "--out",
            tmp_path / f"{after}.csv",
            "--model",
            model,
        )
        assert run(*arguments).exit_code == 0
    row = read(tmp_path / "thrice.csv")[0]
    assert row["label"] == row["airparadis_label"] == row["airparadis__label"] == "positive"
    assert source.exists()


def test_a_failure_leaves_no_result_and_the_old_one_unchanged(tmp_path: Path, model: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(gzip.compress(b"text\n" + os.urandom(30_000).hex("\n").encode())[:-9])
    out = tmp_path / "out.csv"
    out.write_text("old")
    result = run(source, "--out", out, "--model", model)
    assert result.exit_code == 1
    assert "damaged gzip" in result.stderr
    assert out.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"in.csv", "out.csv", "model"}


@pytest.mark.parametrize(
    ("name", "content", "options", "message"),
    [
        ("in.csv", b"", (), "it has no rows"),
        ("in.csv", b"id,text\n1,good\n", ("--column", "tweet"), "it has no column tweet"),
        ("in.csv", b"text\ngood\n", ("--encoding", "klingon"), "klingon is no encoding"),
        ("in.csv", b"text\ngood\n", ("--encoding", "base64"), "base64 is no encoding"),
        ("in.parquet", b"PAR1 no", (), "it cannot be read"),
        ("in.xlsx", b"PK\x03\x04 no", (), "the archive is damaged"),
        ("in.xls", b"<html></html>", (), "it is a web page (HTML)"),
        ("in.csv", b"text\ngood\n", ("--delimiter", ";;"), ";; is no delimiter"),
        ("in.csv", b"text\ngood\n" * 2, ("--text-column", "x"), "it has no column x"),
        ("none.csv", None, (), "there is no such file"),
    ],
)
def test_a_fault_is_reported_in_one_line(
    tmp_path: Path,
    model: Path,
    name: str,
    content: bytes | None,
    options: tuple[str, ...],
    message: str,
) -> None:
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    result = run(source, "--out", tmp_path / f"out{source.suffix}", "--model", model, *options)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / f"out{source.suffix}").exists()


@pytest.mark.parametrize(
    ("content", "words", "lines"),
    [
        (b"I hate it, never again\nThanks, crew\n", (), ["one tweet a line, no header"]),
        (b"sep=;\nid;text\n1;so good\n", (), ["parted by ;", "Excel's line sep= skipped"]),
        (b'id,text\n1,"never closed\n2,so good\n', (), ["never closed, not scored: line 2"]),
        (b"id,text\n5.7E+17,so good\n", (), ["rounded by a spreadsheet", "column id"]),
        (b"a;b\n1;so good\n", ("--no-header", "--delimiter", ";"), ["no header"]),
        ("Bien à vous, ça va\n".encode("mac-roman"), ("--encoding", "mac-roman"), ["mac-roman"]),
    ],
)
def test_the_report_says_how_a_file_was_read(
    tmp_path: Path, model: Path, content: bytes, words: tuple[str, ...], lines: list[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    result = run(source, "--out", tmp_path / "out.csv", "--model", model, *words)
    assert result.exit_code == 0, result.output
    assert all(line in result.stderr for line in lines)


def test_a_sheet_can_be_told(tmp_path: Path, model: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.csv"
    source.write_bytes(workbook(One=[["text"], ["so good"]], Two=[["text"], ["so bad"]]))
    assert run(source, "--out", out, "--model", model, "--sheet", "Two").exit_code == 0
    assert out.read_text().splitlines()[1].startswith("so bad,")
    assert "no sheet x" in run(source, "--out", out, "--model", model, "--sheet", "x").stderr


def test_a_column_of_numbers_is_no_text(tmp_path: Path, model: Path) -> None:
    source = write(tmp_path / "in.parquet", table())
    options = ("--out", tmp_path / "out.parquet", "--model", model, "--column", "id")
    assert "column id does not hold text" in run(source, *options).stderr


def test_a_result_needs_a_place_of_its_own(tmp_path: Path, model: Path) -> None:
    source = write(tmp_path / "in.csv", table())
    for out, message in (
        (tmp_path / "out.parquet", "a result of this format needs a Parquet file"),
        (tmp_path / "no" / "out.csv", "there is no folder"),
        (source, "would overwrite it"),
    ):
        assert message in run(source, "--out", out, "--model", model).stderr


def test_a_folder_without_a_model_is_reported(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", table())
    result = run(source, "--out", tmp_path / "out.csv", "--model", tmp_path)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_the_served_model_scores(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_DIR", str(model))
    source = write(tmp_path / "in.csv", table())
    assert "light-2026.11.23" in run(source, "--out", tmp_path / "out.csv").stderr


def test_the_bundled_model_scores_a_batch_as_it_scores_single_tweets() -> None:
    """Sums of the recurrent part depend on the size of the batch in the eighth digit."""
    classifier = load_classifier(BUNDLED_MODEL)
    tweets = [f"{tweet} {end}" for tweet in TWEETS[:2] for end in ("not good", "but late", "!")]
    together = score_rows(classifier, tweets)
    for row, tweet in zip(together, tweets, strict=True):
        [alone] = score(classifier, [tweet])
        assert row.fault is None
        assert row.positive == pytest.approx(alone.probability_positive, abs=1e-6)
