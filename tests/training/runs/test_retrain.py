"""`python -m training retrain` with the baseline family on made-up tweets."""

import json
from pathlib import Path

import pytest

from airparadis.domain.models.verdict import CheckKind, Verdict
from airparadis.domain.review.near_duplicates import text_key
from airparadis.ml.artifact import read_verified
from airparadis.ml.families import load_classifier
from tests.support.models import write_light_model
from tests.support.training.artifacts import write_tfidf
from tests.support.training.tweets import published_rows, synthetic_tweets, write_published
from tests.training.data.test_reviewed import ROWS, write
from training.__main__ import main
from training.data.material import Material, read_material
from training.data.reviewed import read_reviewed
from training.data.split import STRICT, Part, draw_split
from training.runs.retraining_rows import general_rows, training_rows


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a command's default output out of the project."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_published(tmp_path / "tweets.csv", published_rows(400))


def test_reviewed_tweets_train_weighted_and_no_test_row_does(data: Path, tmp_path: Path) -> None:
    material = read_material(data, tmp_path / "split.parquet", "published")
    test_text = "RT @jo: " + material.labelled(Part.TEST)[0][0].upper()
    reviewed = read_reviewed(write(tmp_path / "labels.jsonl", [*ROWS, (test_text, "negative")]))
    texts, y = training_rows(material, reviewed, weight=3)
    new, _ = reviewed.rows(test=False)
    base, _ = material.labelled(Part.TRAIN)
    assert len(texts) == len(y) == len(base) + 3 * len([text for text in new if text != test_text])
    kept, _ = reviewed.rows(test=True)
    assert not set(map(text_key, kept)) & set(map(text_key, texts))
    assert test_text not in texts[len(base) :]


def test_a_base_row_that_reviewers_keep_to_test_does_not_train(data: Path, tmp_path: Path) -> None:
    material = read_material(data, tmp_path / "split.parquet", "published")
    base, _ = material.labelled(Part.TRAIN)
    rows = [*ROWS, *((f"RT @jo: {text}!", "negative") for text in base[:60])]
    reviewed = read_reviewed(write(tmp_path / "labels.jsonl", rows))
    kept, _ = reviewed.rows(test=True)
    assert set(map(text_key, kept)) & set(map(text_key, base))
    texts, _ = training_rows(material, reviewed, weight=1)
    assert not set(map(text_key, kept)) & set(map(text_key, texts))


def test_a_candidate_is_written_with_its_verdict(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = write(tmp_path / "labels.jsonl", ROWS)
    champion = write_tfidf(tmp_path / "champion")
    policy = tmp_path / "policy.json"
    policy.write_text('{"min_rows": 1000000}')
    command = ["retrain", "tfidf", "--data", str(data), "--reviewed", str(labels)]
    command += ["--champion", str(champion), "--policy", str(policy), "--out", "job"]
    assert main([*command, "--no-mlflow"]) == 0
    manifest = read_verified(Path("job") / "model")
    verdict = Verdict.from_json(json.loads(Path("job/verdict.json").read_text()))
    assert verdict.candidate == manifest.version
    assert verdict.champion == read_verified(champion).version
    assert not verdict.passed
    assert CheckKind.ROWS in {check.kind for check in verdict.failed}
    assert manifest.parameters["labels_fingerprint"] == read_reviewed(labels).fingerprint
    assert manifest.metrics["reviewed_test"]["rows"] > 0
    assert "refused" in capsys.readouterr().out


@pytest.mark.parametrize("with_data", [True, False])
def test_a_light_candidate_keeps_the_champions_general_part(
    with_data: bool, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    champion = write_light_model(tmp_path / "champion")
    labels = write(tmp_path / "labels.jsonl", [(f"@united {text}", label) for text, label in ROWS])
    command = ["retrain", "light", "--keep-general", "--reviewed", str(labels)]
    command += ["--data", str(data)] if with_data else []
    assert main([*command, "--champion", str(champion), "--out", "job", "--no-mlflow"]) == 0
    assert ("slice general" in capsys.readouterr().out) == with_data
    manifest = read_verified(Path("job") / "model")
    assert manifest.parameters["general_part_of"] == read_verified(champion).version
    assert manifest.split_fingerprint == read_verified(champion).split_fingerprint
    assert manifest.parameters["domain_tweets"] == len(read_reviewed(labels).rows(test=False)[0])
    old, new = load_classifier(champion), load_classifier(Path("job") / "model")
    assert (old.predict_proba(["good meal"]) == new.predict_proba(["good meal"])).all()
    to_airline = ["@united good meal"]
    assert (old.predict_proba(to_airline) != new.predict_proba(to_airline)).all()


def test_a_family_without_a_general_part_cannot_keep_one(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    champion = write_tfidf(tmp_path / "champion")
    labels = write(tmp_path / "labels.jsonl", ROWS)
    command = ["retrain", "light", "--keep-general", "--data", str(data), "--reviewed", str(labels)]
    assert main([*command, "--champion", str(champion), "--no-mlflow"]) == 1
    assert "is of tfidf: it has no part to keep" in capsys.readouterr().err


def test_a_family_that_fits_everything_needs_base_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = write(tmp_path / "labels.jsonl", ROWS)
    assert main(["retrain", "tfidf", "--reviewed", str(labels), "--no-mlflow"]) == 1
    assert "tfidf fits all of its parts: --data is needed" in capsys.readouterr().err


def test_general_tweets_that_the_champion_may_have_learnt_are_marked(tmp_path: Path) -> None:
    tweets = synthetic_tweets(tmp_path)
    material = Material(tweets, draw_split(tweets, STRICT))
    champion = read_verified(write_tfidf(tmp_path / "champion"))
    assert general_rows(material, champion).may_be_learnt
    known = {
        "data_fingerprint": material.split.data_fingerprint,
        "split_fingerprint": material.split.fingerprint,
    }
    rows = general_rows(material, champion.model_copy(update=known))
    assert not rows.may_be_learnt
    train = {text_key(text) for text in material.labelled(Part.TRAIN)[0]}
    assert rows.texts
    assert not train & set(map(text_key, rows.texts))


def test_a_policy_that_cannot_be_read_ends_in_one_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = write(tmp_path / "labels.jsonl", ROWS)
    (tmp_path / "policy.json").write_text('{"min_luck": 1}')
    command = ["retrain", "light", "--data", str(data), "--reviewed", str(labels)]
    assert main([*command, "--policy", str(tmp_path / "policy.json"), "--no-mlflow"]) == 1
    assert "not a gate policy" in capsys.readouterr().err
