"""Real artifacts of few words: what moves between them is known."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from airparadis.domain.models.gate import GatePolicy, judge
from airparadis.domain.models.verdict import CheckKind, Verdict
from airparadis.domain.review.topics import Topic
from airparadis.ml.artifact import read_verified, write_manifest
from airparadis.web.labels.slices import SLICE_PARTS
from tests.support.training.artifacts import write_tfidf
from tests.support.training.compared_models import cost
from training.__main__ import main
from training.data.tweets import read_tweets
from training.evaluation.behaviour import cases, failures
from training.evaluation.gate import GATE_SLICES, KINDS, LABELS, Rows, measure
from training.evaluation.loading import Scorer

GOOD = [f"good meal {n}" for n in range(60)]
BAD = [f"bad meal {n}" for n in range(60)]
ROWS = Rows(GOOD + BAD, np.array([1] * 60 + [0] * 60, np.int8))


@pytest.fixture
def untimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process to time a model: the first test does."""
    monkeypatch.setattr("training.evaluation.gate.measure_speed", lambda *_, **__: cost().speed)


@pytest.fixture
def champion(tmp_path: Path) -> Path:
    return write_tfidf(tmp_path / "champion")


def test_a_model_against_itself_gains_nothing_and_loses_nothing(champion: Path) -> None:
    measured = measure(champion, champion, ROWS, ROWS, [Topic("food", ("meal*",))])
    assert measured.gain.f1.change == measured.gain.low == measured.gain.high == 0
    assert {found.accuracy.change for found in measured.slices} == {0}
    assert measured.regressions == ()
    assert 0 < measured.latency_ms < 1_000
    rows = {found.name: found.rows for found in measured.slices}
    assert rows["topic: food"] == rows["general"] == 120
    assert all(found.is_unchanged for found in measured.slices)
    assert not judge(measured, GatePolicy(), champion="a", candidate="a").passed


@pytest.mark.usefixtures("untimed")
def test_a_model_that_confounds_good_and_bad_is_measured_as_worse(
    champion: Path, tmp_path: Path
) -> None:
    worse = write_tfidf(tmp_path / "worse", labels=(0, 0, 1, 1))
    measured = measure(champion, worse, ROWS, ROWS)
    assert measured.gain.f1.candidate < measured.gain.f1.champion
    assert measured.gain.high < 0
    assert measured.calibration_error.change > 0
    back = measure(worse, champion, ROWS, ROWS)
    assert back.gain.low > 0


@pytest.mark.usefixtures("untimed")
def test_models_that_know_neutral_are_judged_by_label_and_kind(
    champion: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The candidate takes thanks for neutral: only the slices of three classes show it."""
    thanks = [f"thanks for the good meal {n}" for n in range(60)]
    rows = Rows(thanks + BAD, ROWS.y, neutral=[f"a meal at {n}" for n in range(60)])
    manifest = read_verified(champion)

    def classes(texts: Sequence[str], thanks_as: int) -> NDArray[np.float64]:
        kinds = [0 if "bad" in t else thanks_as if "thanks" in t else 1 for t in texts]
        return 0.1 + 0.7 * np.eye(3)[kinds]

    def model(thanks_as: int) -> Scorer:
        leaning = np.array([[0.9, 0.1], [0.1, 0.9]])
        return Scorer(
            manifest,
            lambda texts: leaning[[int("thanks" in text) for text in texts]],
            lambda texts: classes(texts, thanks_as),
        )

    models = iter([model(2), model(1)])
    monkeypatch.setattr("training.evaluation.gate.load_model", lambda _: next(models))
    measured = measure(champion, champion, rows, None, [])
    assert measured.macro_recall is not None
    assert measured.macro_recall.change == pytest.approx(-1 / 3)
    lost = {found.name: found.accuracy.change for found in measured.slices}
    assert lost["reviewed, three classes: labelled positive"] == -1
    assert lost["reviewed, three classes, thanks"] == -1
    assert lost["reviewed, three classes: labelled negative"] == 0
    assert lost["reviewed, three classes: labelled neutral"] == 0
    assert "reviewed, thanks" not in lost
    verdict = judge(measured, GatePolicy(), champion="a", candidate="b")
    assert "reviewed, three classes, thanks" in {check.subject for check in verdict.failed}


def test_a_coin_fails_what_has_a_direction_and_moves_for_nothing() -> None:
    names = [case.name for case in cases()]
    assert len(names) == len(set(names)) > 100
    undecided = failures(lambda texts: np.full((len(texts), 2), 0.5))
    kinds = {name.partition(",")[0].partition(":")[0] for name in undecided}
    assert kinds == {"negative", "more positive"}


def test_cases_that_a_model_gets_right_do_not_fail() -> None:
    negative = {case.texts[0] for case in cases() if case.name.startswith("negative, ")}
    found = failures(
        lambda texts: np.array([[0.9, 0.1] if text in negative else [0.1, 0.9] for text in texts])
    )
    assert not [name for name in found if name.startswith(("negative", "positive"))]


def write_rows(path: Path, texts: Sequence[str], labels: Sequence[str]) -> str:
    lines = [f"{label},{text}" for text, label in zip(texts, labels, strict=True)]
    path.write_text("\n".join(["label,text", *lines]), "utf-8")
    return str(path)


@pytest.mark.usefixtures("untimed")
def test_the_command_judges_any_model_against_another(
    champion: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worse = write_tfidf(tmp_path / "worse", labels=(0, 0, 1, 1))
    labels = ["positive"] * 60 + ["negative"] * 60
    data, out = write_rows(tmp_path / "later.csv", GOOD + BAD, labels), tmp_path / "verdict.json"
    policy = tmp_path / "policy.json"
    policy.write_text('{"max_latency_ms": 1000}')
    options = ["--champion", str(worse), "--policy", str(policy), "--out", str(out)]
    assert main(["gate", str(champion), data, *options]) == 0
    verdict = Verdict.from_json(json.loads(out.read_text()))
    versions = read_verified(worse).version, read_verified(champion).version
    assert (verdict.champion, verdict.candidate) == versions
    assert {check.kind for check in verdict.failed} == {CheckKind.BEHAVIOUR}
    assert f"gate: {versions[1]} refused" in capsys.readouterr().out
    assert main(["gate", str(worse), data, "--champion", str(champion), "--out", str(out)]) == 0
    backwards = Verdict.from_json(json.loads(out.read_text()))
    assert CheckKind.GAIN in {check.kind for check in backwards.failed}


def test_the_gate_cannot_judge_by_what_a_model_has_learnt(
    champion: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_rows(tmp_path / "tweets.csv", GOOD + BAD, ["positive"] * 60 + ["negative"] * 60)
    manifest = read_verified(champion).model_copy(
        update={"data_fingerprint": read_tweets(Path(data)).fingerprint}
    )
    write_manifest(champion, manifest)
    assert main(["gate", str(champion), data]) == 1
    assert "cannot judge" in capsys.readouterr().err


def test_every_slice_has_a_label_in_the_pages() -> None:
    names = {*GATE_SLICES, *KINDS, *(f"labelled {label}" for label in LABELS)}
    assert names <= SLICE_PARTS.keys()
