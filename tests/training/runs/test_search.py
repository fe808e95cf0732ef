"""Searches, repetitions and the experiment on cleaning: on validation rows, in nested runs."""

from pathlib import Path

import mlflow
import numpy as np
import pytest

from tests.support.training.tweets import published_rows, write_published
from training.__main__ import main
from training.families import FAMILIES
from training.runs.search import folds_of


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return str(write_published(tmp_path / "tweets.csv", published_rows(300)))


def test_a_search_tries_the_defaults_first_and_logs_nested_runs(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tune", "tfidf", "--data", data, "--trials", "3"]) == 0
    printed = capsys.readouterr().out
    assert printed.index("the defaults") < printed.index("--C")
    runs = mlflow.search_runs(experiment_names=[FAMILIES["tfidf"].experiment], output_format="list")
    parents = [run for run in runs if "mlflow.parentRunId" not in run.data.tags]
    assert (len(parents), len(runs)) == (1, 4)
    assert all("validation_f1_negative" in run.data.metrics for run in runs if run not in parents)


def test_seeds_give_mean_and_spread(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "tfidf", "--data", data, "--seeds", "2", "--no-mlflow"]) == 0
    printed = capsys.readouterr().out
    assert "± " in printed
    assert "over 2 seeds" in printed
    assert "wrote tfidf-" in printed


def test_folds_judge_every_training_row_once(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "tfidf", "--data", data, "--folds", "3", "--no-mlflow"]) == 0
    lines = capsys.readouterr().out.splitlines()
    [rows] = [line for line in lines if line.startswith("cross-validation rows: ")]
    assert rows.startswith("cross-validation rows: 72.")  # a third of 217 training rows
    assert rows.endswith(" over 3 folds")
    with pytest.raises(SystemExit):
        main(["train", "tfidf", "--data", data, "--folds", "1", "--no-mlflow"])


def test_near_duplicates_share_a_fold() -> None:
    keys = np.array([7, 7, 1, 2, 3, 7, 4, 5], np.uint64)
    folds = folds_of(keys, 3)
    assert len(set(folds[keys == 7])) == 1
    assert set(folds.tolist()) == {0, 1, 2}


def test_levels_of_cleaning_are_compared(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experiment", "cleaning", "--data", data, "--no-mlflow"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [line.split(" | ")[0] for line in lines[2:]] == [
        "| simple",
        "| advanced",
        "| transformer",
    ]


def test_what_is_not_there_to_tune_is_one_line(
    data: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("training.families.tfidf.SEARCH")
    assert main(["tune", "tfidf", "--data", data, "--no-mlflow"]) == 1
    assert capsys.readouterr().err.endswith("tfidf has no options to search\n")
