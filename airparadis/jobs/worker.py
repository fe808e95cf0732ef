"""The worker process: trainings, batches, shadow scores, and notices of releases."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import ModelVersion, TrainingJob
from airparadis.jobs.batches import BatchRunner
from airparadis.jobs.training import Trainer
from airparadis.lib.errors import AirParadisError, ArtifactError
from airparadis.ml.contract import Classifier
from airparadis.ml.store import ModelStore
from airparadis.services.models import releases, shadow, training_jobs, versions

Clock = Callable[[], datetime]
_log = logging.getLogger(__name__)

NAME_AGAIN = timedelta(minutes=1)
"""Interval at which a registry that missed a release is notified again."""


def job_folder(instance_path: Path, job_id: int) -> Path:
    """Return the folder of a training's inputs, log and output."""
    return instance_path / "jobs" / str(job_id)


class Worker:
    """Does one thing at a time. Any number may run; each training is run by one."""

    def __init__(
        self,
        instance_path: Path,
        store: ModelStore,
        trainer: Trainer,
        clock: Clock,
        keep_on: Callable[[], bool],
        batches: BatchRunner,
    ) -> None:
        self._instance_path = instance_path
        self._store = store
        self._trainer = trainer
        self._clock = clock
        self._keep_on = keep_on
        self._batches = batches
        self._candidate: tuple[str, Classifier] | None = None
        self._named: tuple[str, str | None] | None = None
        self._name_from = clock()

    def run_once(self, session: Session) -> bool:
        """Run the training that waits, or else a step of a batch and some shadow scores; commits.

        Returns:
            Whether there was anything to do.
        """
        job = training_jobs.claim(session, self._clock())
        if job is not None:
            self._run(session, job)
            return True
        releases.agree(session, self._store)
        self._name_models(session)
        has_batch = self._batches.step(session)
        return self._score(session) or has_batch

    def stop(self, session: Session) -> None:
        """Give back what is begun and can be gone on with by another worker; commits."""
        self._batches.release(session)

    def _run(self, session: Session, job: TrainingJob) -> None:
        folder = job_folder(self._instance_path, job.id)
        try:
            labels = training_jobs.write_inputs(session, folder)
            begin_write(session)
            job.labels = labels
            session.commit()
            trained = self._trainer.train(folder, lambda: self._is_heard(session, job))
            now = self._clock()
            begin_write(session)
            versions.register(session, self._store, trained.artifact, trained.verdict, now, job.id)
            training_jobs.finish(job, now)
        except (AirParadisError, OSError, ValueError) as error:
            session.rollback()
            begin_write(session)
            training_jobs.finish(job, self._clock(), error=str(error) or type(error).__name__)
        session.commit()

    def _is_heard(self, session: Session, job: TrainingJob) -> bool:
        try:
            begin_write(session)
            job.heard_at = self._clock()
            session.commit()
        except SQLAlchemyError:  # a training must not fail for a database that is busy
            session.rollback()
        self._go_on_with_batches(session)
        return self._keep_on()

    def _go_on_with_batches(self, session: Session) -> None:
        """A training is a process of its own and may take an hour: batches need not wait for it."""
        try:
            self._batches.step(session)
        except SQLAlchemyError:
            session.rollback()

    def _score(self, session: Session) -> bool:
        version = versions.candidate(session)
        if version is None:
            self._candidate = None
            return False
        try:
            found = shadow.score_next(session, version, self._classifier(version))
        except ArtifactError as error:
            _log.error("no shadow scores: %s", error)
            session.rollback()
            return False
        session.commit()
        return found > 0

    def _classifier(self, version: ModelVersion) -> Classifier:
        if self._candidate is None or self._candidate[0] != version.version:
            directory = self._store.directory(version.version)
            self._candidate = version.version, self._store.load(directory)
        return self._candidate[1]

    def _name_models(self, session: Session) -> None:
        waiting = versions.candidate(session)
        passed = waiting is not None and waiting.verdict is not None and waiting.verdict.passed
        candidate = waiting.version if waiting is not None and passed else None
        try:
            named = releases.served_version(self._store), candidate
        except ArtifactError:
            return
        if named != self._named and self._clock() >= self._name_from:
            heard = self._trainer.name_models(*named)
            self._named = named if heard else None
            self._name_from = self._clock() + (timedelta() if heard else NAME_AGAIN)
