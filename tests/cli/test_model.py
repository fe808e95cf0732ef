"""Models of one's own, kept as candidates from the command line."""

import json
from pathlib import Path

import pytest
from flask import Flask

from airparadis.domain.models.verdict import Check, CheckKind, Verdict
from airparadis.ml.artifact import read_verified
from airparadis.services.models import versions
from airparadis.web.extensions import db
from tests.support.models import write_light_model


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return write_light_model(tmp_path / "mine")


def test_a_model_is_kept_with_its_verdict_and_waits(app: Flask, artifact: Path) -> None:
    version = read_verified(artifact).version
    verdict = Verdict(
        "light-2026.01.01-00000000", version, (Check(CheckKind.ROWS, True, 200, 100),)
    )
    judged = artifact.parent / "verdict.json"
    judged.write_text(json.dumps(verdict.to_json()), "utf-8")
    result = app.test_cli_runner().invoke(
        args=["model", "add", str(artifact), "--verdict", str(judged)]
    )
    assert (result.exit_code, result.output.strip()) == (0, version)
    with app.app_context():
        candidate = versions.candidate(db.session())
        assert candidate is not None
        assert (candidate.version, candidate.verdict) == (version, verdict)


@pytest.mark.parametrize("content", ["nothing", '{"champion": 1}'])
def test_what_is_no_verdict_is_one_line(app: Flask, artifact: Path, content: str) -> None:
    judged = artifact.parent / "verdict.json"
    judged.write_text(content, "utf-8")
    result = app.test_cli_runner().invoke(
        args=["model", "add", str(artifact), "--verdict", str(judged)]
    )
    assert result.exit_code == 1
    assert "is no verdict of the gate" in result.output


def test_a_verdict_on_another_model_is_refused(app: Flask, artifact: Path) -> None:
    judged = artifact.parent / "verdict.json"
    verdict = Verdict("a", "b", (Check(CheckKind.ROWS, True, 200, 100),))
    judged.write_text(json.dumps(verdict.to_json()), "utf-8")
    result = app.test_cli_runner().invoke(
        args=["model", "add", str(artifact), "--verdict", str(judged)]
    )
    assert result.exit_code == 1
    assert "the verdict is on b" in result.output
