"""`python -m training compare`: from artifacts to the report, and one line when it cannot."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.training.compared_models import cost
from tests.support.training.tweets import published_rows, write_published
from training.__main__ import main
from training.compare import collect, quality, report
from training.compare.figures import Comparison
from training.compare.plots import draw
from training.evaluation.bootstrap import resampled_figures
from training.evaluation.predictions import read_predictions
from training.evaluation.speed import Speed
from training.reporting.charts import Chart

STORE = Path("instance") / "training"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory with tweets and two models of different samples, one prediction kept."""
    directory = tmp_path_factory.mktemp("trained")
    write_published(directory / "tweets.csv", published_rows(400))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory)
        train = ["train", "tfidf", "--data", "tweets.csv", "--no-mlflow"]
        assert main([*train, "--out", str(STORE / "whole"), "--final"]) == 0
        assert main([*train, "--out", str(STORE / "small"), "--sample", "60"]) == 0
    return directory


@pytest.fixture(scope="module")
def drawn() -> dict[str, Chart]:
    """Charts of the first comparison."""
    return {}


@pytest.fixture(autouse=True)
def workplace(trained: Path, drawn: dict[str, Chart], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run there; nothing is timed or drawn twice, and resamples are few: other tests do that."""

    def known(_directory: Path, _texts: Sequence[str]) -> Speed:
        return cost().speed

    def draw_once(comparison: Comparison) -> dict[str, Chart]:
        drawn.update(drawn or draw(comparison))
        return drawn

    monkeypatch.chdir(trained)
    monkeypatch.setattr(collect, "measure_speed", known)
    monkeypatch.setattr(report, "draw", draw_once)
    monkeypatch.setattr(quality, "resampled_figures", partial(resampled_figures, resamples=50))
    return trained


def compared(out: str, *options: str, validation: bool = True) -> dict[str, Any]:
    """Run the command with these options and read the figures it wrote."""
    command = ["compare", "--data", "tweets.csv", "--out", out, "--no-mlflow"]
    rows = ["--validation"] if validation else []
    assert main([*command, *rows, *options]) == 0
    found: dict[str, Any] = json.loads((Path(out) / "comparison.json").read_text())
    return found


def versions() -> dict[str, str]:
    return {
        name: json.loads((STORE / name / "manifest.json").read_text())["version"]
        for name in ("whole", "small")
    }


def test_models_of_this_data_are_found_and_others_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = compared("out")
    assert {model["version"] for model in found["models"]} == set(versions().values())
    assert "left out: light-" in capsys.readouterr().out  # the bundled one saw other tweets
    written = {path.relative_to("out").as_posix() for path in Path("out").rglob("*.*")}
    assert {"report.html", "comparison.md", "comparison.json", "plots/roc.svg"} <= written


def test_a_sampled_model_never_sees_the_test_rows(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["compare", "--data", "tweets.csv", "--out", "test", "--no-mlflow"]
    assert main(command) == 0
    found = json.loads((Path("test") / "comparison.json").read_text())
    assert [model["version"] for model in found["models"]] == [versions()["whole"]]
    assert f"left out: {versions()['small']} (a sampled one" in capsys.readouterr().out
    assert main([*command, "--models", str(STORE / "small")]) == 1
    assert "not comparable on the test rows" in capsys.readouterr().err


def test_how_they_were_trained_is_taken_from_their_predictions() -> None:
    found = {model["version"]: model["cost"] for model in compared("facts")["models"]}
    assert found[versions()["whole"]]["training_rows"] == 290
    assert found[versions()["small"]]["training_rows"] == 60
    assert found[versions()["small"]]["training_seconds"] > 0


@pytest.mark.parametrize("how", ["version", "directory"])
def test_the_champion_is_named_by_version_or_directory(how: str) -> None:
    named = versions()["small"] if how == "version" else str(STORE / "small")
    found = compared(how, "--champion", named)
    assert found["champion"] == versions()["small"]
    against = {model["version"]: model["against_champion"] for model in found["models"]}
    assert against[versions()["small"]] is None
    assert against[versions()["whole"]]["mcnemar"]["p_value"] <= 1


def test_predictions_that_were_not_kept_are_made_now() -> None:
    kept = STORE / "predictions" / f"{versions()['small']}.json"
    aside = kept.rename(kept.with_suffix(".aside"))
    try:
        again = compared("again", "--models", str(STORE / "small"))["models"][0]
    finally:
        aside.rename(kept)
    first = compared("first", "--models", str(STORE / "small"))["models"][0]
    assert again["test"] == first["test"]
    assert again["cost"]["training_rows"] is None


def test_models_of_other_data_are_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    write_published(Path("other.csv"), published_rows(200, seed=1))
    options = ["--data", "other.csv", "--split", "other.parquet", "--models", str(STORE / "whole")]
    assert main(["compare", *options, "--no-mlflow"]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert f"given: {versions()['whole']} (other data)" in said


def test_models_of_another_split_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--variant", "published", "--models", str(STORE / "whole"), str(STORE / "small")]
    assert main(["compare", "--data", "tweets.csv", *options, "--no-mlflow"]) == 1
    assert "(other split: strict)" in capsys.readouterr().err


def test_an_unknown_champion_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--champion", "light-2020.01.01-00000000", "--no-mlflow"]
    assert main(["compare", "--data", "tweets.csv", *options]) == 1
    assert "not among the models compared: light-2020" in capsys.readouterr().err


def test_airline_tweets_are_judged_apart() -> None:
    lines = ["tweet_id,airline_sentiment,airline,negativereason,tweet_created,text"]
    for number in range(60):
        label, words = (("negative", "awful"), ("positive", "lovely"), ("neutral", "it"))[
            number % 3
        ]
        lines.append(f"{number},{label},Delta,,2015-02-24,@delta the flight was {words} {number}")
    Path("airline.csv").write_text("\n".join(lines), "utf-8")
    options = ["--airline", "airline.csv", "--models", str(STORE / "whole")]
    found = compared("airline", *options, validation=False)
    airline = found["models"][0]["airline"]
    assert 0 < airline["rows"] < 40
    assert airline["figures"]["balanced_accuracy"]["value"] == 1


def test_the_report_and_the_figures_are_logged_to_mlflow(
    capsys: pytest.CaptureFixture[str],
) -> None:
    import mlflow

    assert main(["compare", "--data", "tweets.csv", "--out", "tracked", "--validation"]) == 0
    run_id = capsys.readouterr().out.rpartition("run ")[2].strip()
    found = mlflow.get_run(run_id).data
    assert f"{versions()['whole']}.accuracy" in found.metrics
    assert found.params["champion"] in versions().values()
    assert {"data_fingerprint", "split_fingerprint"} <= found.tags.keys()
    logged = {path.name for path in Path("instance/mlartifacts/comparison").rglob("*.*")}
    assert {"report.html", "comparison.md", "comparison.json", "roc.svg"} <= logged


def test_predictions_of_other_rows_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    from training.evaluation.predictions import write_predictions

    version = versions()["whole"]
    kept = read_predictions(STORE / "predictions", version)
    test = kept.sets["test"]
    turned = type(kept)(kept.facts, {"test": type(test)(test.rows, 1 - test.y, test.probabilities)})
    write_predictions(turned, STORE / "predictions")
    try:
        status = main(["compare", "--data", "tweets.csv", "--no-mlflow"])
    finally:
        write_predictions(kept, STORE / "predictions")
    assert status == 1
    assert f"test predictions of {version} are of other rows" in capsys.readouterr().err
