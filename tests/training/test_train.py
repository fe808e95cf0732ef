"""`python -m training`: from a file to a served artifact, and one line when it cannot."""

from pathlib import Path

import pytest

from airparadis.classifier import load_classifier
from tests.training.tweets import published_rows, write_published
from training.__main__ import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_published(tmp_path / "tweets.csv", published_rows(400))


@pytest.mark.parametrize("family", ["tfidf", "light"])
def test_training_writes_an_artifact_that_serving_loads(
    family: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, split = tmp_path / "model", tmp_path / "split.parquet"
    assert (
        main(["train", family, "--data", str(data), "--out", str(out), "--split", str(split)]) == 0
    )
    classifier = load_classifier(out)
    assert classifier.manifest.family == family
    assert classifier.manifest.split_variant == "published"
    assert classifier.manifest.metrics["test"]["accuracy"] > 0.9
    assert classifier.predict_proba(["the crew was lovely"])[0, 1] > 0.5
    reference = classifier.manifest.reference
    assert reference is not None
    assert reference.scored + reference.foreign == 20
    assert bool(reference.tokens) == (family == "light")
    printed = capsys.readouterr().out
    for figure in ("400 usable rows", "roc_auc", "confusion matrix", "test_unseen_texts"):
        assert figure in printed


def test_a_sample_fits_on_fewer_rows_but_tests_on_all(data: Path, tmp_path: Path) -> None:
    out, split = tmp_path / "model", tmp_path / "split.parquet"
    arguments = ["train", "tfidf", "--data", str(data), "--out", str(out), "--split", str(split)]
    assert main([*arguments, "--sample", "100"]) == 0
    assert load_classifier(out).manifest.metrics["test"]["rows"] == 80


def test_a_failed_training_leaves_the_model_that_stood_there(data: Path, tmp_path: Path) -> None:
    out, split = tmp_path / "model", tmp_path / "split.parquet"
    arguments = ["train", "tfidf", "--out", str(out), "--split", str(split), "--data"]
    assert main([*arguments, str(data)]) == 0
    version = load_classifier(out).manifest.version
    other = write_published(tmp_path / "other.csv", published_rows(100, seed=1))
    assert main([*arguments, str(other)]) == 1
    assert load_classifier(out).manifest.version == version


def test_split_draws_and_counts(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "split.parquet"
    assert main(["split", "--data", str(data), "--split", str(path)]) == 0
    assert "published, train 300, validation 20, test 80" in capsys.readouterr().out
    assert path.exists()


def test_a_bad_path_is_one_line_and_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["split", "--data", "nowhere.csv"]) == 1
    assert capsys.readouterr().err == "python -m training: no such file: nowhere.csv\n"
