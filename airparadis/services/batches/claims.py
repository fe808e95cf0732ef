"""Batches as workers handle them: one worker has a batch at a time, and says so."""

import os
import socket
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import BatchJob
from airparadis.domain.batches.batch import WORKER_TIMEOUT, BatchState

MOVING = [state for state in BatchState if state.is_active]


def worker_name() -> str:
    """Return a name of this process that no other worker ever has."""
    return f"{socket.gethostname()[:120]}:{os.getpid()}:{uuid.uuid4().hex}"


def claim(session: Session, worker: str, now: datetime) -> BatchJob | None:
    """Take a batch that no living worker has, files to be looked at first; commits.

    With none that waits, nothing is locked: workers ask every few seconds.
    """
    if not _open_to_claims(session, now):
        return None
    begin_write(session)
    job = next(iter(_open_to_claims(session, now)), None)
    if job is not None:
        job.claimed_by, job.heard_at = worker, now
        if job.state is BatchState.QUEUED:
            job.state, job.started_at = BatchState.RUNNING, now
    session.commit()
    return job


def keep(session: Session, job_id: int, worker: str, now: datetime, **values: Any) -> bool:
    """Note progress of a batch that this worker has; commits.

    Returns:
        Whether it still has it: not if it was cancelled, or given to another.
    """
    begin_write(session)
    held = (BatchJob.id == job_id) & (BatchJob.claimed_by == worker) & BatchJob.state.in_(MOVING)
    done = session.execute(
        update(BatchJob)
        .where(held)
        .values(heard_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _open_to_claims(session: Session, now: datetime) -> list[BatchJob]:
    silent = or_(BatchJob.heard_at.is_(None), BatchJob.heard_at < now - WORKER_TIMEOUT)
    here = BatchJob.claimed_by.startswith(f"{socket.gethostname()[:120]}:", autoescape=True)
    query = (
        select(BatchJob)
        .where(BatchJob.state.in_(MOVING), or_(BatchJob.claimed_by.is_(None), silent, here))
        .order_by(BatchJob.state != BatchState.CHECKING, BatchJob.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    jobs = session.scalars(query).all()
    return [job for job in jobs if _is_free(job, now)]


def _is_free(job: BatchJob, now: datetime) -> bool:
    if job.claimed_by is None or job.heard_at is None or now - job.heard_at > WORKER_TIMEOUT:
        return True
    host, number, _ = job.claimed_by.rsplit(":", 2)
    return host == socket.gethostname()[:120] and not _is_alive(int(number))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
