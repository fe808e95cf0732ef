"""`evaluate` and `predict`: any trained model on any file."""

import json
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from sklearn.metrics import f1_score, recall_score

from airparadis.ml.families import load_classifier
from tests.support.training.artifacts import write_tfidf
from tests.support.training.tweets import published_rows
from training.__main__ import main
from training.evaluation.three_classes import macro_recall


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two models, and a labelled file with a column for the text that nobody guesses."""
    folder = tmp_path_factory.mktemp("evaluate")
    write_tfidf(folder / "good")
    write_tfidf(folder / "bad", labels=(0, 0, 1, 1))
    lines = ["num;avis;note"]
    for number, row in enumerate(published_rows(120)):
        lines.append(f'{number};"{row[5]}";{5 if row[0] == "4" else 1}')
    (folder / "own.csv").write_text("\n".join([*lines, "500;quand ?;3", ""]), "utf-8")
    return folder


OWN = [
    "--text-column",
    "avis",
    "--label-column",
    "note",
    "--labels",
    "negative=1,neutral=3,positive=5",
]


def test_models_are_judged_side_by_side_on_a_file_of_ones_own(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models = [str(folder / name) for name in ("good", "bad")]
    command = ["evaluate", *models, str(folder / "own.csv"), *OWN, "--out", str(tmp_path / "out")]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "60 negative, 1 neutral, 60 positive" in said
    assert "| Model | Rows | F1 of negative | Balanced accuracy |" in said
    found = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    rows = published_rows(120)
    y = np.array([row[0] == "4" for row in rows])
    classifier = load_classifier(folder / "good")
    predicted = classifier.predict_proba([row[5] for row in rows])[:, 1] >= 0.5
    figures = found["models"][0]["test"]["figures"]
    assert figures["f1_negative"]["value"] == pytest.approx(f1_score(~y, ~predicted))
    assert figures["f1_negative"]["low"] <= figures["f1_negative"]["value"]
    assert found["mistakes"][found["models"][1]["version"]]
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "<svg role" in page
    assert "Worst mistakes" in page


def test_scores_are_written_beside_the_rows_in_another_format(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.xlsx"
    command = ["predict", str(folder / "good"), str(folder / "own.csv"), "--out", str(out)]
    assert main([*command, "--text-column", "avis"]) == 0
    head, *rows = openpyxl.load_workbook(out).active.iter_rows(values_only=True)
    added = ("label", "probability_negative", "probability_positive", "model_version")
    assert head == ("num", "avis", "note", *added)
    assert len(rows) == 121
    assert {row[3] for row in rows} == {"negative", "positive"}


def test_three_classes_are_judged_by_the_mean_of_their_recalls() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(3, size=500)
    predicted = np.where(rng.random(500) < 0.7, truth, rng.integers(3, size=500))
    found = macro_recall(truth, predicted)
    assert found.value == pytest.approx(recall_score(truth, predicted, average="macro"))
    assert found.low < found.value < found.high
    assert found.high - found.low == pytest.approx(0.076, abs=0.02)
