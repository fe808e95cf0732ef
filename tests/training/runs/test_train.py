"""`python -m training`: from a file to a served artifact, and one line when it cannot."""

import csv
import sys
from pathlib import Path

import mlflow
import numpy as np
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
    """Keep a command's default output out of the project."""
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
            writer.writerow(
                [
                    number,
                    sentiment,
                    "",
                    "Delta",
                    f"flight {chr(97 + number // 26)}{chr(97 + number % 26)} {feeling}",
                    "now",
                ]
            )
    return path


@pytest.mark.parametrize(("family", "options"), [("tfidf", ()), ("light", ("--no-network",))])
def test_training_writes_an_artifact_that_serving_loads(
    family: str, options: tuple[str, ...], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(family, data, *options) == 0
    classifier = load_classifier(TRAINING / family)
    assert classifier.manifest.family == family
    assert classifier.manifest.split_variant == "strict"
    assert classifier.manifest.parameters["final"] is False
    assert set(classifier.manifest.metrics) == {"validation"}
    assert classifier.manifest.metrics["validation"]["accuracy"] > 0.9
    assert classifier.predict_proba(["the crew was lovely"])[0, 1] > 0.5
    reference = classifier.manifest.reference
    assert reference is not None
    assert reference.scored + reference.foreign == 20
    assert bool(reference.tokens) == (family == "light")
    printed = capsys.readouterr().out
    for figure in ("400 usable rows", "roc_auc", "confusion matrix", "judged on validation rows"):
        assert figure in printed


def test_only_a_final_training_opens_the_test_rows_and_counts_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for times in (1, 2):
        assert train("tfidf", data, "--final") == 0
        manifest = load_classifier(TRAINING / "tfidf").manifest
        assert manifest.parameters["final"] is True
        assert manifest.parameters["test_openings"] == times
    assert manifest.metrics["test"] == manifest.metrics["test_unseen_texts"]
    printed = capsys.readouterr().out
    assert "opened 1 times before" in printed
    assert "judged on test rows of the strict split" in printed
    assert train("tfidf", data, "--final", "--sample", "100") == 1
    assert "a sampled one never sees the test" in capsys.readouterr().err


def test_a_training_on_the_published_split_says_so(data: Path) -> None:
    assert train("tfidf", data, "--variant", "published") == 0
    manifest = load_classifier(TRAINING / "tfidf-published").manifest
    assert manifest.split_variant == "published"


def test_the_baseline_has_its_options(data: Path) -> None:
    options = ["--level", "advanced", "--ngram-max", "3", "--max-features", "500"]
    assert train("tfidf", data, *options, "--C", "2", "--class-weight", "balanced") == 0
    classifier = load_classifier(TRAINING / "tfidf")
    wanted = {"level": "advanced", "ngram_max": 3, "max_features": 500, "C": 2.0}
    assert wanted.items() <= classifier.manifest.parameters.items()
    text = "@united the crew was lovely!! #flight http://t.co/x"
    explained = classifier.explain(text)
    total = explained.bias + sum(part.weight for part in explained.contributions)
    positive = classifier.predict_proba([text])[0, 1]
    assert total == pytest.approx(np.log(positive / (1 - positive)), abs=1e-6)


def test_predictions_and_cost_are_kept_for_the_comparison(data: Path, tmp_path: Path) -> None:
    airline = write_airline_tweets(tmp_path / "airline.csv")
    assert train("tfidf", data, "--airline", str(airline), "--sample", "250") == 0
    manifest = load_classifier(TRAINING / "tfidf").manifest
    kept = read_predictions(TRAINING / "predictions", manifest.version)
    assert (kept.facts.sample, kept.facts.artifact) == (250, TRAINING / "tfidf")
    assert kept.facts.seconds > 0
    assert kept.facts.peak_memory_mb > 50
    rows = {name: manifest.metrics[name]["rows"] for name in ("validation", "airline_validation")}
    assert {name: len(scored.y) for name, scored in kept.sets.items()} == rows
    judged = kept.sets["validation"]
    right = (judged.probabilities >= 0.5) == judged.y
    assert right.mean() == pytest.approx(manifest.metrics["validation"]["accuracy"], abs=1e-4)
    assert manifest.metrics["airline_validation"]["balanced_accuracy"] > 0.5


def test_a_tracked_training_can_be_loaded_from_the_registry(data: Path) -> None:
    assert main(["train", "tfidf", "--data", str(data), "--sample", "250"]) == 0
    manifest = load_classifier(TRAINING / "tfidf").manifest
    (run,) = mlflow.search_runs(
        experiment_names=[FAMILIES["tfidf"].experiment], output_format="list"
    )
    assert run.data.params["sample"] == "250"
    assert run.data.params["C"] == "1.0"
    assert run.data.tags["split_variant"] == "strict"
    assert run.data.tags["split_fingerprint"] == manifest.split_fingerprint
    assert run.data.tags["data_fingerprint"] == manifest.data_fingerprint
    assert run.data.metrics["validation_accuracy"] == manifest.metrics["validation"]["accuracy"]
    assert not any(name.startswith("test") for name in run.data.metrics)
    assert run.info.run_name == manifest.version
    assert run.inputs is not None
    contexts = {given.tags[0].value for given in run.inputs.dataset_inputs}
    assert contexts == {"train", "validation"}
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


def test_a_sample_fits_on_fewer_rows_but_is_judged_on_all(data: Path) -> None:
    assert train("tfidf", data, "--sample", "100") == 0
    assert load_classifier(TRAINING / "tfidf").manifest.metrics["validation"]["rows"] == 20


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
    assert "strict, train 290, validation 20, test 80, gate 10" in capsys.readouterr().out
    assert path.exists()


def test_each_variant_of_the_split_has_a_file_of_its_own(data: Path) -> None:
    for variant in ("published", "strict"):
        assert main(["split", "--data", str(data), "--variant", variant]) == 0
    found = {path.name for path in TRAINING.iterdir()}
    assert found == {"split-published.parquet", "split-strict.parquet"}


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (["split", "--data", "nowhere.csv"], 1, "nowhere.csv: there is no such file"),
        (["train", "lstm"], 2, "--data (--help shows the options)"),
        (["train", "tfidf", "--data", "few.csv"], 1, "different negative tweets are too few"),
        (["train", "tfidf", "--data", "empty.csv"], 1, "empty.csv: it has no rows"),
        (["train", "tfidf", "--data", "one.csv"], 1, "no usable row with the label positive"),
        (["evaluate", "nowhere", "few.csv"], 1, "no model at nowhere"),
        (["predict", "bundled", "few.csv", "--out", "x.doc"], 1, "should end in one of"),
    ],
)
def test_a_mistake_is_one_line_and_a_failure(
    command: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty.csv").touch()
    Path("few.csv").write_text("text,label\n" + "it was bad,0\nit was good,1\n" * 30)
    Path("one.csv").write_text("text,label\n" + "it was bad,negative\n" * 3)
    with pytest.raises(SystemExit) as ended:
        sys.exit(main(command))
    *_, last = capsys.readouterr().err.splitlines()
    assert ended.value.code == status
    assert last.startswith("python -m training")
    assert said in last


def test_ctrl_c_is_one_line_and_marks_the_run(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training.families.tfidf.clean_all", interrupt)
    assert main(["train", "tfidf", "--data", str(data)]) == 130
    *_, last = capsys.readouterr().err.splitlines()
    assert last == "python -m training: interrupted; the same command goes on"
    (run,) = mlflow.search_runs(
        experiment_names=[FAMILIES["tfidf"].experiment], output_format="list"
    )
    assert run.info.status == "KILLED"
