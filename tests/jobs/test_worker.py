"""The worker: what becomes of a training that was asked for."""

import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.tables import Source
from airparadis.domain.batches.batch import Limits
from airparadis.domain.models.training import JobState
from airparadis.domain.models.verdict import Check, CheckKind, Verdict
from airparadis.domain.review.queue import Decision
from airparadis.jobs.batches import BatchRunner
from airparadis.jobs.training import LOG, ProcessTrainer, Trained, last_line, tail
from airparadis.jobs.worker import NAME_AGAIN, Worker, job_folder
from airparadis.lib.errors import TrainingUnavailableError
from airparadis.lib.instance_lock import LOCK_FILE
from airparadis.ml.store import ModelStore
from airparadis.services.models import releases, shadow, training_jobs, versions
from airparadis.services.review import labels
from tests.support.fakes import FakeClassifier
from tests.support.models import write_light_model
from tests.support.predictions import predict
from tests.support.training.artifacts import write_tfidf

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class FakeTrainer:
    """Trains at once, or fails as it was told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.named: list[tuple[str, str | None]] = []

    def train(self, folder: Path, keep_on: Callable[[], bool]) -> Trained:
        """Leave a small artifact that passed against the default model."""
        assert (folder / training_jobs.LABELS).exists()
        assert keep_on()
        if self.error:
            raise self.error
        artifact = write_tfidf(folder / "model")
        candidate = ModelStore(folder, artifact)
        checks = (Check(CheckKind.ROWS, True, 1, 1),)
        return Trained(artifact, Verdict("champion", releases.served_version(candidate), checks))

    def name_models(self, champion: str, candidate: str | None) -> bool:
        """Keep what was told."""
        self.named.append((champion, candidate))
        return True


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", write_light_model(tmp_path / "default"))


class DeafTrainer(FakeTrainer):
    """Its registry does not hear the first time."""

    def name_models(self, champion: str, candidate: str | None) -> bool:
        super().name_models(champion, candidate)
        return len(self.named) > 1


def worker(
    tmp_path: Path,
    store: ModelStore,
    trainer: FakeTrainer,
    clock: Callable[[], datetime] = lambda: NOON,
) -> Worker:
    batches = BatchRunner(tmp_path, store, Limits(10, 1), timedelta(days=1), lambda: NOON, 0)
    return Worker(tmp_path, store, trainer, clock, lambda: True, batches)


def test_a_training_ends_in_a_candidate_that_is_not_served(
    session: Session, store: ModelStore, tmp_path: Path
) -> None:
    served = releases.served_version(store)
    trainer = FakeTrainer()
    working = worker(tmp_path, store, trainer)
    predict(session, FakeClassifier(), ["good meal"], source=Source.API, now=NOON)
    job = training_jobs.request(session, "ann@example.org", NOON)
    assert working.run_once(session)
    assert (job.state, job.error, job.heard_at) == (JobState.DONE, None, NOON)
    assert job.version is not None
    assert releases.served_version(store) == served
    assert working.run_once(session)
    assert shadow.disagreement(session, job.version).scored == 1
    assert not working.run_once(session)
    assert trainer.named == [(served, job.version.version)]


def test_a_registry_that_did_not_hear_who_serves_is_told_again_a_minute_later(
    session: Session, store: ModelStore, tmp_path: Path
) -> None:
    served, trainer, times = releases.served_version(store), DeafTrainer(), [NOON]
    working = worker(tmp_path, store, trainer, lambda: times[-1])
    for at in (NOON, NOON + NAME_AGAIN / 2, NOON + NAME_AGAIN, NOON + 2 * NAME_AGAIN):
        times.append(at)
        working.run_once(session)
    assert trainer.named == [(served, None)] * 2


@pytest.mark.parametrize(
    "error", [TrainingUnavailableError("no data"), OSError("no data"), ValueError("no data")]
)
def test_what_goes_wrong_is_told_in_a_line(
    session: Session, store: ModelStore, tmp_path: Path, error: Exception
) -> None:
    job = training_jobs.request(session, "ann@example.org", NOON)
    assert worker(tmp_path, store, FakeTrainer(error)).run_once(session)
    assert (job.state, job.error) == (JobState.FAILED, "no data")
    assert versions.versions(session) == []


ALL_PARTS = {"training_options": "", "training_data": ""}


def test_without_data_a_training_fails_before_it_begins(config: Config, tmp_path: Path) -> None:
    with pytest.raises(TrainingUnavailableError, match="TRAINING_DATA"):
        ProcessTrainer(config.model_copy(update=ALL_PARTS)).train(tmp_path, lambda: True)


def test_without_its_layer_a_training_says_how_to_install_it(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("airparadis.jobs.training.find_spec", lambda name: None)
    trainer = ProcessTrainer(config.model_copy(update={"training_data": "x.csv"}))
    with pytest.raises(
        TrainingUnavailableError, match=r"pip install -r training/requirements\.txt"
    ):
        trainer.train(tmp_path, lambda: True)


def test_the_process_own_error_is_the_jobs(config: Config, tmp_path: Path) -> None:
    folder = job_folder(tmp_path, 1)
    folder.mkdir(parents=True)
    (folder / training_jobs.LABELS).write_text("{")
    (folder / training_jobs.TOPICS).write_text("")
    trainer = ProcessTrainer(config)
    with pytest.raises(TrainingUnavailableError, match="broken JSON near line 1"):
        trainer.train(folder, lambda: True)
    assert "broken JSON" in last_line(folder / LOG)


def test_a_stopped_worker_stops_its_training(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("airparadis.jobs.training.POLL_SECONDS", 0.01)
    trainer = ProcessTrainer(config.model_copy(update={"training_data": "none.csv"}))
    with pytest.raises(TrainingUnavailableError, match="stopped"):
        trainer.train(tmp_path, lambda: False)


def test_a_log_shows_what_a_terminal_would(tmp_path: Path) -> None:
    log = tmp_path / LOG
    assert tail(log, 3) == []
    log.write_bytes(b"one\n 10%\r 50%\r100%\n\ntwo\xff\nthree\r\n")
    assert tail(log, 3) == ["100%", "two�", "three"]
    assert last_line(log) == "three"


def test_the_command_ends_when_it_is_told_to_and_outlives_an_error(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes = iter([True, OSError("disk"), False])

    def run_once(_worker: Worker, _session: Session) -> bool:
        found = next(passes)
        if isinstance(found, Exception):
            raise found
        if not found:
            signal.raise_signal(signal.SIGTERM)
        return bool(found)

    monkeypatch.setattr(Worker, "run_once", run_once)
    monkeypatch.setattr("airparadis.cli.worker.PAUSE_SECONDS", 0.0)
    held: list[IO[bytes]] = []  # for the life of a process: this one lives on
    monkeypatch.setattr("airparadis.lib.instance_lock._held", held)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        assert runner.invoke(args=["worker"]).exit_code == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for file in held:
            file.close()
    assert next(passes, None) is None
    assert [Path(file.name).name for file in held] == [LOCK_FILE]


def test_labels_are_exported_by_command(
    session: Session, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    labels.add(session, "my seat", "ann@example.org", Decision.POSITIVE, NOON)
    session.commit()
    for name, beginning in (("labels.jsonl", '{"text": "my seat"'), ("labels.csv", "\ufefftext,")):
        assert runner.invoke(args=["review", "export", str(tmp_path / name)]).exit_code == 0
        assert (tmp_path / name).read_text("utf-8").startswith(beginning)
