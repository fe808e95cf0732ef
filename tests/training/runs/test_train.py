"""`python -m training`: from a file to a served artifact, and one line when it cannot."""

import csv
from pathlib import Path

import mlflow
import pandas as pd
import pytest

from airparadis.ml.families import load_classifier
from tests.support.training.tweets import NEGATIVE, POSITIVE, published_rows, write_published
from training.__main__ import main
from training.evaluation.predictions import read_predictions
from training.families import FAMILIES

TRAINING = Path("instance") / "training"


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command writes by default stays out of the project."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_published(tmp_path / "tweets.csv", published_rows(400))


def train(family: str, data: Path, *options: str) -> int:
    return main(["train", family, "--data", str(data), "--no-mlflow", *options])


def write_airline_tweets(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["tweet_id", "airline_sentiment", "negativereason", "airline", "text", "tweet_created"]
        )
        for number in range(200):
            sentiment = ("negative", "neutral", "positive")[number % 3]
            feeling = (POSITIVE if sentiment == "positive" else NEGATIVE)[number % 6]
            writer.writerow([number, sentiment, "", "Delta", f"flight {number} {feeling}", "now"])
    return path


@pytest.mark.parametrize(("family", "options"), [("tfidf", ()), ("light", ("--no-network",))])
def test_training_writes_an_artifact_that_serving_loads(
    family: str, options: tuple[str, ...], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(family, data, *options) == 0
    classifier = load_classifier(TRAINING / family)
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


def test_a_training_on_the_strict_split_says_so(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train("tfidf", data, "--variant", "strict") == 0
    manifest = load_classifier(TRAINING / "tfidf-strict").manifest
    assert manifest.split_variant == "strict"
    assert manifest.metrics["test"] == manifest.metrics["test_unseen_texts"]
    assert "judged on the strict split" in capsys.readouterr().out


def test_predictions_and_cost_are_kept_for_the_comparison(data: Path, tmp_path: Path) -> None:
    airline = write_airline_tweets(tmp_path / "airline.csv")
    assert train("tfidf", data, "--airline", str(airline), "--sample", "250") == 0
    manifest = load_classifier(TRAINING / "tfidf").manifest
    kept = read_predictions(TRAINING / "predictions", manifest.version)
    assert (kept.facts.sample, kept.facts.artifact) == (250, TRAINING / "tfidf")
    assert kept.facts.seconds > 0
    assert kept.facts.peak_memory_mb > 50
    rows = {name: manifest.metrics[name]["rows"] for name in ("validation", "test", "airline_test")}
    assert {name: len(scored.y) for name, scored in kept.sets.items()} == rows
    test = kept.sets["test"]
    right = (test.probabilities >= 0.5) == test.y
    assert right.mean() == pytest.approx(manifest.metrics["test"]["accuracy"], abs=1e-4)
    assert manifest.metrics["airline_test"]["balanced_accuracy"] > 0.5


def test_a_tracked_training_can_be_loaded_from_the_registry(data: Path) -> None:
    assert main(["train", "tfidf", "--data", str(data), "--sample", "250"]) == 0
    manifest = load_classifier(TRAINING / "tfidf").manifest
    (run,) = mlflow.search_runs(
        experiment_names=[FAMILIES["tfidf"].experiment], output_format="list"
    )
    assert run.data.params["sample"] == "250"
    assert run.data.params["C"] == "1.0"
    assert run.data.tags["split_variant"] == "published"
    assert run.data.tags["split_fingerprint"] == manifest.split_fingerprint
    assert run.data.tags["data_fingerprint"] == manifest.data_fingerprint
    assert run.data.metrics["test_accuracy"] == manifest.metrics["test"]["accuracy"]
    assert {"seconds", "peak_memory_mb"} < run.data.metrics.keys()
    registered = mlflow.MlflowClient().get_model_version("tfidf", "1")
    assert registered.tags["artifact_version"] == manifest.version
    model = mlflow.pyfunc.load_model("models:/tfidf/1")
    found = model.predict(pd.DataFrame({"text": ["the crew was lovely", "the seat is broken"]}))
    assert found["label"].tolist() == ["positive", "negative"]
    assert (found["probability_negative"] + found["probability_positive"]).tolist() == [
        pytest.approx(1)
    ] * 2
    assert model.input_example["text"].tolist()


def test_a_sample_fits_on_fewer_rows_but_tests_on_all(data: Path) -> None:
    assert train("tfidf", data, "--sample", "100") == 0
    assert load_classifier(TRAINING / "tfidf").manifest.metrics["test"]["rows"] == 80


def test_a_failed_training_leaves_the_model_that_stood_there(data: Path, tmp_path: Path) -> None:
    assert train("tfidf", data) == 0
    version = load_classifier(TRAINING / "tfidf").manifest.version
    other = write_published(tmp_path / "other.csv", published_rows(100, seed=1))
    assert train("tfidf", other) == 1
    assert load_classifier(TRAINING / "tfidf").manifest.version == version


def test_split_draws_and_counts(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "split.parquet"
    assert main(["split", "--data", str(data), "--split", str(path)]) == 0
    assert "published, train 300, validation 20, test 80" in capsys.readouterr().out
    assert path.exists()


def test_each_variant_of_the_split_has_a_file_of_its_own(data: Path) -> None:
    for variant in ("published", "strict"):
        assert main(["split", "--data", str(data), "--variant", variant]) == 0
    found = {path.name for path in TRAINING.iterdir()}
    assert found == {"split-published.parquet", "split-strict.parquet"}


def test_a_bad_path_is_one_line_and_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["split", "--data", "nowhere.csv"]) == 1
    assert capsys.readouterr().err == "python -m training: no such file: nowhere.csv\n"
