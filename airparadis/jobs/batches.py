"""A worker's scoring of batches, a little at a time, so that trainings go on beside them.

Each chunk's scores are a file of their own, written aside and renamed; the result is put together
from the upload and these files. A worker that is killed leaves whole files only, and the next goes
on with the first chunk that is missing: every row is in the result exactly once.
"""

import logging
import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from airparadis.db.tables import BatchJob
from airparadis.domain.batches.batch import BatchState, Limits
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.jobs.batch_steps import Values, Work, check, clear, score_upload
from airparadis.lib.attempts import MAX_ATTEMPTS, AttemptLimit
from airparadis.lib.errors import ArtifactError
from airparadis.ml.contract import Classifier
from airparadis.ml.store import ModelStore
from airparadis.services.batches import batches, claims, stored_files

STEP_SECONDS = 2.0
"""A step's length, after which the worker looks for other work, and the page for progress."""

PURGE_EVERY = timedelta(minutes=10)
_log = logging.getLogger(__name__)


class BatchRunner:
    """Scores the batches that wait, one after the other."""

    def __init__(
        self,
        instance_path: Path,
        store: ModelStore,
        limits: Limits,
        retention: timedelta,
        clock: Callable[[], datetime],
        step_seconds: float = STEP_SECONDS,
    ) -> None:
        self._instance_path = instance_path
        self._store = store
        self._limits = limits
        self._retention = retention
        self._clock = clock
        self._step_seconds = step_seconds
        self._name = claims.worker_name()
        self._work: tuple[int, Work] | None = None
        self._model: tuple[Path, Classifier] | None = None
        self._purged_at: datetime | None = None

    def step(self, session: Session) -> bool:
        """Work on a batch for a moment; commits.

        Returns:
            Whether there was anything to do.
        """
        self._purge(session)
        if self._work is None:
            job = claims.claim(session, self._name, self._clock())
            if job is None:
                return False
            self._work = job.id, self._begin(job)
        job_id, work = self._work
        values, is_over = self._advance(work)
        held = claims.keep(session, job_id, self._name, self._clock(), **values)
        if is_over or not held:
            self._let_go(job_id, is_lost=not held)
        if held and values.get("state") is BatchState.DONE:
            clear(stored_files.folder_of(self._instance_path, job_id))
        return True

    def release(self, session: Session) -> None:
        """Give back the batch that is begun, for the next worker to go on with; commits."""
        if self._work is not None:
            job_id = self._work[0]
            self._let_go(job_id, is_lost=False)
            claims.keep(session, job_id, self._name, self._clock(), claimed_by=None)

    def _begin(self, job: BatchJob) -> Work:
        folder = stored_files.folder_of(self._instance_path, job.id)
        if not self._attempts(job.id).begin():
            return _refuse()
        if job.state is BatchState.CHECKING:
            return check(job, folder, self._limits)
        return score_upload(job, folder, self._limits, self._model_for)

    def _advance(self, work: Work) -> tuple[Values, bool]:
        """Do what fits into a step; what is to be noted, and whether that was all."""
        values: Values = {}
        until = time.monotonic() + self._step_seconds
        try:
            while True:
                values |= next(work)
                if time.monotonic() >= until:
                    return values, False
        except StopIteration as end:
            values |= end.value
            finished_at = self._clock() if values["state"] is BatchState.DONE else None
            return values | {"claimed_by": None, "finished_at": finished_at}, True
        except FileError as error:
            return self._failed(error), True
        except Exception as error:  # a batch that fails must not be begun again for ever
            _log.exception("a batch fails")
            return self._failed(FileError(FileFault.UNREADABLE, error)), True

    def _failed(self, error: FileError) -> Values:
        return {
            "state": BatchState.FAILED,
            "fault": error.fault,
            "detail": error.detail.replace("\0", ""),
            "finished_at": self._clock(),
            "claimed_by": None,
        }

    def _let_go(self, job_id: int, *, is_lost: bool) -> None:
        """Close what is open; what was written for a batch that was cancelled goes with it."""
        assert self._work is not None  # noqa: S101 (narrows)
        work, self._work = self._work[1], None
        work.close()
        self._attempts(job_id).end()
        folder = stored_files.folder_of(self._instance_path, job_id)
        if is_lost and not any(folder.glob("upload.*")):
            shutil.rmtree(folder, ignore_errors=True)

    def _attempts(self, job_id: int) -> AttemptLimit:
        return AttemptLimit(stored_files.folder_of(self._instance_path, job_id) / "begun")

    def _model_for(self, version: str | None) -> tuple[Classifier, bool]:
        """The model that a batch was begun with, or if that is gone, the one that is served."""
        if version is not None:
            try:
                return self._load(self._store.directory(version)), True
            except ArtifactError:
                _log.warning("batch: %s is gone, scored anew by what serves", version)
        try:
            return self._load(self._store.served()), False
        except ArtifactError as error:
            raise FileError(FileFault.MODEL, error) from None

    def _load(self, directory: Path) -> Classifier:
        if self._model is None or self._model[0] != directory:
            self._model = directory, self._store.load(directory)
        return self._model[1]

    def _purge(self, session: Session) -> None:
        now = self._clock()
        if self._purged_at is not None and now - self._purged_at < PURGE_EVERY:
            return
        self._purged_at = now
        batches.purge(session, self._instance_path, now - self._retention, now)


def _refuse() -> Work:
    yield {}
    raise FileError(FileFault.FATAL, MAX_ATTEMPTS)
