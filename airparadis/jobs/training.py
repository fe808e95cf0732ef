"""Running a training as a process of its own: serving never imports training."""

import json
import logging
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from airparadis.config.groups.learning import KEEP_GENERAL
from airparadis.config.settings import Config
from airparadis.domain.models.verdict import Verdict
from airparadis.lib.errors import TrainingUnavailableError
from airparadis.lib.project import ROOT
from airparadis.services.models.training_jobs import LABELS, TOPICS

_log = logging.getLogger(__name__)

LOG, POLICY, MODEL, VERDICT = "log.txt", "policy.json", "model", "verdict.json"
NEEDED = ("sklearn", "scipy", "pyarrow", "tqdm")
"""Packages of the training layer (training/requirements.txt), which serving does without."""

NICENESS = 10
"""Scoring comes first."""

POLL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Trained:
    """The outcome of a training: an artifact directory, and the gate's verdict on it."""

    artifact: Path
    verdict: Verdict


class Trainer(Protocol):
    """Fits and judges a candidate from the inputs in a folder."""

    def train(self, folder: Path, keep_on: Callable[[], bool]) -> Trained:
        """Train; `keep_on` is asked all the while and says when to stop.

        Raises:
            TrainingUnavailableError: it cannot be done, failed or was stopped.
        """
        ...

    def name_models(self, champion: str, candidate: str | None) -> bool:
        """Report the served and the candidate version to the model registry; False if it failed."""
        ...


class ProcessTrainer:
    """`python -m training`, in this environment."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def train(self, folder: Path, keep_on: Callable[[], bool]) -> Trained:
        """Run `retrain` over the labels in `folder`; what it says goes to `log.txt` there."""
        self._check()
        policy = json.dumps(asdict(self._config.gate_policy))
        (folder / POLICY).write_text(policy, "utf-8")
        with (folder / LOG).open("wb") as log:
            code = _run(self._command(folder), log.fileno(), keep_on)
        if code != 0:
            raise TrainingUnavailableError(last_line(folder / LOG) or f"it ended with {code}")
        verdict = json.loads((folder / VERDICT).read_bytes())
        return Trained(folder / MODEL, Verdict.from_json(verdict))

    def name_models(self, champion: str, candidate: str | None) -> bool:
        """Set MLflow's aliases, where there is an MLflow store; none holds what is not."""
        if find_spec("mlflow") is None or not (ROOT / "instance" / "mlflow.sqlite3").exists():
            return True
        command = [*_TRAINING, "aliases", "--champion", champion]
        command += ["--candidate", candidate] if candidate else ["--no-candidate"]
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if done.returncode:
            _log.error("MLflow's aliases are not set: %s", done.stdout.decode()[-500:].strip())
        return not done.returncode

    def _check(self) -> None:
        if not self._config.can_train:
            raise TrainingUnavailableError("TRAINING_DATA is not set")
        if missing := [name for name in NEEDED if find_spec(name) is None]:
            raise TrainingUnavailableError(
                f"the training layer is not installed ({', '.join(missing)} missing): "
                "pip install -r training/requirements.txt"
            )

    def _command(self, folder: Path) -> list[str]:
        config = self._config
        options: dict[str, object] = {
            "--reviewed": folder / LABELS,
            "--topics": folder / TOPICS,
            "--policy": folder / POLICY,
            "--champion": config.model_store.served(),
            "--weight": config.training_weight,
            "--out": folder,
        }
        if not config.keeps_general:
            options["--data"] = Path(config.training_data).expanduser().resolve()
        if config.training_sample and not config.keeps_general:
            options["--sample"] = config.training_sample
        words = [str(word) for option in options.items() for word in option]
        own = shlex.split(config.training_options)
        words += [word for word in own if word != KEEP_GENERAL or config.keeps_general]
        words += [] if find_spec("mlflow") else ["--no-mlflow"]
        return [*_TRAINING, "retrain", config.training_family, *words]


_TRAINING = (sys.executable, "-m", "training")


def _run(command: Sequence[str], log: int, keep_on: Callable[[], bool]) -> int:
    """Run a command to its end, or stop it; its exit code."""
    environ = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(  # noqa: S603 - our own words
        command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT
    )
    os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    while True:
        try:
            return process.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if not keep_on():
                process.terminate()
                process.wait()
                raise TrainingUnavailableError("the worker was stopped") from None


def tail(log: Path, lines: int) -> list[str]:
    """The last lines of a log; of a line that a progress bar wrote over, what it shows last."""
    try:
        text = log.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return []
    shown = (line.rstrip("\r").rpartition("\r")[2].rstrip() for line in text.split("\n"))
    return [line for line in shown if line][-lines:]


def last_line(log: Path) -> str:
    """The last line that says something, which of an error is its message."""
    return next(iter(tail(log, 1)), "").removeprefix("python -m training: ")
