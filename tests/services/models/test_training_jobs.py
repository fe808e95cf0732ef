import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.db.tables import TrainingJob
from airparadis.domain.models.training import WORKER_TIMEOUT, JobState
from airparadis.domain.review.queue import Decision
from airparadis.domain.review.topics import DEFAULT_TOPICS, parse_topics
from airparadis.services.models import training_jobs
from airparadis.services.review import labels

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ANN = "ann@example.org"


def test_two_clicks_queue_one_training_that_one_worker_claims(session: Session) -> None:
    job = training_jobs.request(session, ANN, NOON)
    assert training_jobs.request(session, ANN, NOON) is job
    claimed = training_jobs.claim(session, NOON)
    assert claimed is job
    assert job.state is JobState.RUNNING
    assert training_jobs.claim(session, NOON) is None


def test_another_waits_while_one_runs(session: Session) -> None:
    first = training_jobs.request(session, ANN, NOON)
    training_jobs.claim(session, NOON)
    second = training_jobs.request(session, ANN, NOON)
    assert second is not first
    assert training_jobs.claim(session, NOON) is None
    training_jobs.finish(first, NOON)
    session.commit()
    assert training_jobs.claim(session, NOON) is second
    assert [job.state for job in training_jobs.recent(session)] == ["running", "done"]


def test_the_database_refuses_two_that_run(session: Session) -> None:
    for _ in range(2):
        session.add(TrainingJob(state=JobState.RUNNING, requested_by=ANN, requested_at=NOON))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_what_a_stopped_worker_left_is_failed_and_the_next_begins(session: Session) -> None:
    first = training_jobs.request(session, ANN, NOON)
    training_jobs.claim(session, NOON)
    second = training_jobs.request(session, ANN, NOON)
    assert training_jobs.claim(session, NOON + WORKER_TIMEOUT) is None
    later = NOON + WORKER_TIMEOUT + timedelta(seconds=1)
    assert training_jobs.claim(session, later) is second
    assert first.state is JobState.FAILED
    assert "stopped" in str(first.error)


def test_labels_count_as_taken_unless_the_training_failed(session: Session) -> None:
    assert training_jobs.labels_taken_at(session) is None
    job = training_jobs.request(session, ANN, NOON)
    training_jobs.claim(session, NOON)
    assert training_jobs.labels_taken_at(session) == NOON
    training_jobs.finish(job, NOON, error="no data")
    session.commit()
    assert training_jobs.labels_taken_at(session) is None


def test_a_training_is_handed_what_reviewers_agree_on(session: Session, tmp_path: Path) -> None:
    for tweet, who, decision in (
        ("my seat", ANN, Decision.POSITIVE),
        ("my bag", ANN, Decision.NEGATIVE),
        ("my bag", "bob", Decision.POSITIVE),
        ("my meal", ANN, Decision.SKIPPED),
    ):
        labels.add(session, tweet, who, decision, NOON)
    assert training_jobs.write_inputs(session, tmp_path / "job") == 1
    lines = (tmp_path / "job" / training_jobs.LABELS).read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"text": "my seat", "label": "positive"}]
    written = (tmp_path / "job" / training_jobs.TOPICS).read_text()
    assert parse_topics(written) == DEFAULT_TOPICS


def test_asking_for_nothing_locks_nothing(session: Session) -> None:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as writer:
        writer.execute(text("SELECT 1"))
        assert training_jobs.claim(session, NOON) is None
