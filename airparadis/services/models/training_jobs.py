"""Trainings: requested, claimed by one worker, ended with a version or an error."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import TrainingJob
from airparadis.domain.audit import Act
from airparadis.domain.models.training import JobState, is_abandoned
from airparadis.domain.review.topics import write_topics
from airparadis.services.accounts import audit
from airparadis.services.review import labels, topics

LABELS, TOPICS = "labels.jsonl", "topics.txt"
MAX_LISTED = 20


def request(session: Session, actor: str, now: datetime) -> TrainingJob:
    """Queue a training and commit; one that waits already is given instead."""
    begin_write(session)
    waiting = _in_state(session, JobState.QUEUED)
    if waiting is not None:
        return waiting
    job = TrainingJob(state=JobState.QUEUED, requested_by=actor, requested_at=now)
    session.add(job)
    audit.record(session, actor, Act.TRAINING_REQUESTED, now=now)
    session.commit()
    return job


def claim(session: Session, now: datetime) -> TrainingJob | None:
    """Begin the training that waits, unless one runs; commits.

    With none that waits, nothing is locked: workers ask every few seconds.
    """
    if _in_state(session, JobState.QUEUED) is None:
        return None
    begin_write(session)
    running = _in_state(session, JobState.RUNNING)
    if running is not None and is_abandoned(running.state, running.heard_at, now):
        finish(running, now, error="the worker that ran it was stopped")
        session.flush()
        running = None
    job = None if running else _in_state(session, JobState.QUEUED)
    if job is not None:
        job.state, job.started_at, job.heard_at = JobState.RUNNING, now, now
    try:
        session.commit()
    except IntegrityError:  # another worker was faster
        session.rollback()
        return None
    return job


def finish(job: TrainingJob, now: datetime, error: str | None = None) -> None:
    """Note how it ended; the caller commits."""
    job.state = JobState.FAILED if error else JobState.DONE
    job.finished_at, job.error = now, error


def recent(session: Session) -> Sequence[TrainingJob]:
    """The latest trainings first."""
    query = select(TrainingJob).order_by(TrainingJob.id.desc()).limit(MAX_LISTED)
    return session.scalars(query).all()


def labels_taken_at(session: Session) -> datetime | None:
    """Return when labels were last used by a training that did not fail."""
    wanted = TrainingJob.state != JobState.FAILED
    return session.scalar(select(func.max(TrainingJob.started_at)).where(wanted))


def write_inputs(session: Session, folder: Path) -> int:
    """Write the reviewed labels and the topics for a training into a folder of its own.

    Returns:
        How many labels there are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"text": label.text, "label": label.decision}, ensure_ascii=False)
        for label in labels.reviewed(session)
    ]
    (folder / LABELS).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (folder / TOPICS).write_text(write_topics(topics.current_topics(session)), "utf-8")
    return len(lines)


def _in_state(session: Session, state: JobState) -> TrainingJob | None:
    return session.scalar(select(TrainingJob).where(TrainingJob.state == state))
