"""Runs in MLflow: what is tagged, what is kept, and who may import the library."""

import ast
import os
import re
import signal
from pathlib import Path
from typing import Any

import mlflow
import pytest

from training import tracking


def test_a_run_keeps_parameters_tags_figures_and_files(tmp_path: Path) -> None:
    for name in ("report.txt", "roc.svg"):
        (tmp_path / name).write_text("fine")
    with tracking.run(
        "trial", {"C": 1.0}, {"data_fingerprint": "abc"}, tmp_path / "store"
    ) as run_id:
        tracking.log_metrics({"accuracy": 0.5}, step=1)
        tracking.log_metrics({"accuracy": 0.8}, step=2)
        tracking.log_report({"f1": 0.7}, [tmp_path / "report.txt", tmp_path / "roc.svg"])
    found = mlflow.get_run(run_id)
    assert found.info.status == "FINISHED"
    assert found.data.params == {"C": "1.0"}
    assert found.data.metrics == {"accuracy": 0.8, "f1": 0.7}
    assert found.data.tags["data_fingerprint"] == "abc"
    assert re.fullmatch(r"[0-9a-f]{40}(-dirty)?|unknown", found.data.tags["git_commit"])
    artifacts = tmp_path / "store" / "mlartifacts"
    assert {path.parent.name for path in artifacts.rglob("*.*")} == {"artifacts", "plots"}


def test_a_run_left_by_an_exception_is_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), tracking.run("trial", {}, {}, tmp_path) as run_id:
        raise ZeroDivisionError
    assert mlflow.get_run(run_id).info.status == "FAILED"


@pytest.mark.parametrize("at_once", [True, False])
def test_a_run_that_is_interrupted_as_it_begins_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    start = mlflow.start_run

    def interrupted_start(**options: Any) -> mlflow.ActiveRun:
        if at_once:
            os.kill(os.getpid(), signal.SIGINT)
        made = start(**options)
        os.kill(os.getpid(), signal.SIGINT)
        return made

    monkeypatch.setattr(mlflow, "start_run", interrupted_start)
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), tracking.run("trial", {}, {}, tmp_path):
        pytest.fail("the run has begun")
    assert signal.getsignal(signal.SIGINT) is handler
    found = mlflow.search_runs(experiment_names=["trial"], output_format="list")
    assert [run.info.status for run in found] == ["KILLED"]


def test_only_tracking_imports_mlflow() -> None:
    package = tracking.ROOT / "training"
    importers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
        if name.partition(".")[0] == "mlflow"
    }
    assert {name.partition("/")[0] for name in importers} == {"tracking"}
