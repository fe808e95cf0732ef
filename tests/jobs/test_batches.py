"""Batches in a worker: whole, in pieces, interrupted, cancelled."""

import multiprocessing
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from airparadis.db.tables import BatchJob
from airparadis.domain.batches.batch import WORKER_TIMEOUT, BatchState, Limits
from airparadis.domain.file_faults import FileFault
from airparadis.files.bounds import BLOCK_ROWS as CHUNK_ROWS
from airparadis.files.table import ReadOptions
from airparadis.jobs.batches import BatchRunner
from airparadis.lib.attempts import MAX_ATTEMPTS
from airparadis.ml.families import load_classifier
from airparadis.ml.scoring import score
from airparadis.ml.store import ModelStore
from airparadis.services.batches import batches, claims, stored_files
from airparadis.services.lists.keyset import Cursor
from tests.support.models import write_light_model
from tests.support.tables import TWEETS, read, table, write

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROWS = 2 * CHUNK_ROWS + 10
LIMITS = Limits(rows=ROWS, megabytes=10)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", write_light_model(tmp_path / "default"))


class Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def runner(tmp_path: Path, store: ModelStore, clock: Clock) -> BatchRunner:
    return make_runner(tmp_path, store, clock)


def make_runner(tmp_path: Path, store: ModelStore, clock: Clock) -> BatchRunner:
    """A worker that does as little as it can in a step."""
    return BatchRunner(tmp_path, store, LIMITS, timedelta(days=7), clock, step_seconds=0)


def upload(session: Session, tmp_path: Path, suffix: str, rows: int = ROWS) -> BatchJob:
    tweets = [TWEETS[number % len(TWEETS)] for number in range(rows)]
    source = write(tmp_path / f"tweets.{suffix}", table(tweets))
    return take_in(session, tmp_path, source)


def take_in(session: Session, tmp_path: Path, source: Path) -> BatchJob:
    job = batches.take_in(
        session, tmp_path, source.name, lambda to: shutil.copy(source, to), "ann@x.org", NOON
    )
    session.commit()
    return job


def check(session: Session, runner: BatchRunner, job: BatchJob) -> None:
    while job.state is BatchState.CHECKING:
        assert runner.step(session)
        session.refresh(job)


def check_and_start(session: Session, runner: BatchRunner, job: BatchJob) -> None:
    check(session, runner, job)
    assert (job.state, job.column) == (BatchState.READY, "text")
    batches.start(session, job, "text", guard=False)
    session.commit()


def steps(session: Session, runner: BatchRunner, job: BatchJob) -> Iterator[int]:
    while runner.step(session):
        session.refresh(job)
        yield job.rows_scored


def folder(tmp_path: Path, job: BatchJob) -> Path:
    return stored_files.folder_of(tmp_path, job.id)


def assert_exact(tmp_path: Path, job: BatchJob, model: Path, rows: int = ROWS) -> None:
    """Every row once, in order, with what the model says of it alone."""
    result = stored_files.result_of(folder(tmp_path, job), job)
    if result.suffix == ".csv":
        content = result.read_text("utf-8-sig")
        result.write_text(content, "utf-8", newline="")
    found = read(result)
    assert [row["id"] for row in found] == list(range(rows))
    classifier = load_classifier(model)
    for row, tweet in zip(found, TWEETS, strict=False):
        if row["reason"] is None:
            [alone] = score(classifier, [str(tweet)])
            assert row["probability_positive"] == pytest.approx(
                alone.probability_positive, rel=1e-15
            )
            assert row["model_version"] == classifier.manifest.version


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_a_batch_is_scored_in_steps(
    session: Session, tmp_path: Path, runner: BatchRunner, store: ModelStore, suffix: str
) -> None:
    job = upload(session, tmp_path, suffix)
    check_and_start(session, runner, job)
    seen = list(steps(session, runner, job))
    assert {CHUNK_ROWS, 2 * CHUNK_ROWS, ROWS} <= set(seen)
    assert (job.state, job.claimed_by, job.finished_at) == (BatchState.DONE, None, NOON)
    assert job.counts is not None
    assert job.counts["rows"] == job.rows_written == job.rows_total == ROWS
    assert job.counts["reasons"]["language"] == ROWS // 9 + (ROWS % 9 > 3)
    assert_exact(tmp_path, job, store.served())
    kept = sorted(path.name for path in folder(tmp_path, job).iterdir())
    assert kept == ["first.json", f"result.{suffix}"]
    assert not runner.step(session)


@pytest.mark.parametrize("done", range(1, 9))
def test_a_worker_that_is_gone_at_any_step_leaves_the_rest_to_the_next(
    session: Session,
    tmp_path: Path,
    runner: BatchRunner,
    store: ModelStore,
    clock: Clock,
    done: int,
) -> None:
    job = upload(session, tmp_path, "csv")
    check_and_start(session, runner, job)
    for _ in range(done):
        runner.step(session)
    after = make_runner(tmp_path, store, clock)
    assert not after.step(session)  # the process that has it lives: this one
    clock.now += WORKER_TIMEOUT + timedelta(seconds=1)
    list(steps(session, after, job))
    session.refresh(job)
    assert job.state is BatchState.DONE
    assert_exact(tmp_path, job, store.served())


def score_a_chunk(session: Session, runner: BatchRunner, job: BatchJob) -> None:
    """Steps also pass while the file's reader is at work."""
    while job.rows_scored < CHUNK_ROWS:
        assert runner.step(session)
        session.refresh(job)


def _score_and_die(instance: Path, url: str, job_id: int) -> None:
    """A worker process that ends as if it were killed."""
    from airparadis.app import create_app
    from airparadis.config.settings import Config
    from airparadis.web.extensions import db

    config = Config(secret_key="x", instance_path=instance, database_url=url)
    store = ModelStore(instance / "models", instance / "default")
    with create_app(config).app_context():
        runner = make_runner(instance, store, Clock())
        score_a_chunk(db.session(), runner, batches.find(db.session(), job_id))
        os._exit(9)


def test_a_worker_that_is_killed_is_known_to_be_dead_and_followed_at_once(
    session: Session, tmp_path: Path, runner: BatchRunner, store: ModelStore
) -> None:
    job = upload(session, tmp_path, "csv")
    check_and_start(session, runner, job)
    url = session.connection().engine.url.render_as_string(hide_password=False)
    job_id = job.id
    session.rollback()
    process = multiprocessing.get_context("spawn").Process(
        target=_score_and_die, args=(tmp_path, url, job_id)
    )
    process.start()
    process.join()
    session.refresh(job)
    assert (job.state, job.rows_scored) == (BatchState.RUNNING, CHUNK_ROWS)
    list(steps(session, runner, job))
    assert job.state is BatchState.DONE
    assert_exact(tmp_path, job, store.served())


def test_a_worker_that_is_stopped_gives_its_batch_back(
    session: Session, tmp_path: Path, runner: BatchRunner, store: ModelStore, clock: Clock
) -> None:
    job = upload(session, tmp_path, "csv")
    check_and_start(session, runner, job)
    runner.step(session)
    runner.release(session)
    list(steps(session, make_runner(tmp_path, store, clock), job))
    assert job.state is BatchState.DONE
    assert_exact(tmp_path, job, store.served())


def test_a_worker_that_was_too_slow_does_no_harm(
    session: Session, tmp_path: Path, runner: BatchRunner, store: ModelStore, clock: Clock
) -> None:
    job = upload(session, tmp_path, "csv")
    check_and_start(session, runner, job)
    runner.step(session)
    clock.now += WORKER_TIMEOUT + timedelta(seconds=1)
    after = make_runner(tmp_path, store, clock)
    assert after.step(session)
    assert runner.step(session)  # finds out that it has lost it
    assert not runner.step(session)
    list(steps(session, after, job))
    assert job.state is BatchState.DONE
    assert_exact(tmp_path, job, store.served())


def test_what_another_model_began_is_begun_anew_if_that_is_gone(
    session: Session, tmp_path: Path, runner: BatchRunner, store: ModelStore, clock: Clock
) -> None:
    job = upload(session, tmp_path, "csv")
    check_and_start(session, runner, job)
    score_a_chunk(session, runner, job)
    runner.release(session)
    job.model_version = "light-2020.01.01-00000000"
    session.commit()
    parts = folder(tmp_path, job) / "parts"
    before = (parts / "000000.npy").stat().st_mtime_ns
    after = make_runner(tmp_path, store, clock)
    part = parts / "000000.npy"
    while not part.exists() or part.stat().st_mtime_ns == before:
        assert after.step(session)
    list(steps(session, after, job))
    assert job.model_version == load_classifier(store.served()).manifest.version


def test_a_batch_that_is_cancelled_stops_and_leaves_no_file(
    session: Session, tmp_path: Path, runner: BatchRunner
) -> None:
    job = upload(session, tmp_path, "csv")
    check_and_start(session, runner, job)
    runner.step(session)
    runner.step(session)
    batches.cancel(session, job, NOON)
    session.commit()
    stored_files.remove_files(tmp_path, job.id)
    runner.step(session)
    assert not runner.step(session)
    session.refresh(job)
    assert job.state is BatchState.CANCELLED
    assert not folder(tmp_path, job).exists()


@pytest.mark.parametrize(
    ("name", "content", "fault", "detail"),
    [
        ("x.csv", b"", FileFault.EMPTY, ""),
        ("x.csv", b"id,text\n", FileFault.EMPTY, ""),
        ("x.csv", b"text\n" + b"a\n" * (ROWS + 1), FileFault.TOO_MANY_ROWS, f"{ROWS:,}"),
        ("x.parquet", b"PAR1none", FileFault.UNREADABLE, ""),
        ("x.xlsx", b"PK\x03\x04none", FileFault.UNREADABLE, "damaged"),
        ("x.csv", b"%PDF-1.4", FileFault.KIND, "pdf"),
        ("x.csv", b",".join(b"text%d" % n for n in range(2_000)), FileFault.TOO_MANY_COLUMNS, ""),
    ],
)
def test_what_is_wrong_with_a_file_is_told(
    session: Session,
    tmp_path: Path,
    runner: BatchRunner,
    name: str,
    content: bytes,
    fault: FileFault,
    detail: str,
) -> None:
    (tmp_path / name).write_bytes(content)
    job = take_in(session, tmp_path, tmp_path / name)
    check(session, runner, job)
    assert (job.state, job.fault, job.finished_at) == (BatchState.FAILED, fault, NOON)
    assert detail in job.detail
    assert not runner.step(session)


def test_without_a_model_a_batch_fails_with_the_reason(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    runner = make_runner(tmp_path, ModelStore(tmp_path / "models", tmp_path / "none"), clock)
    job = upload(session, tmp_path, "csv", 3)
    check_and_start(session, runner, job)
    runner.step(session)
    session.refresh(job)
    assert (job.state, job.fault) == (BatchState.FAILED, FileFault.MODEL)


def test_a_file_can_be_read_again_another_way(
    session: Session, tmp_path: Path, runner: BatchRunner
) -> None:
    (tmp_path / "x.csv").write_bytes("text,n\ndéçu,1\n".encode("cp1252"))
    job = take_in(session, tmp_path, tmp_path / "x.csv")
    check(session, runner, job)
    assert (job.encoding, job.preview) == ("cp1252", [["déçu", "1"]])
    batches.look_again(
        session, job, ReadOptions(encoding="latin-1", delimiter=",", has_header=False)
    )
    session.commit()
    check(session, runner, job)
    assert (job.state, job.columns) == (BatchState.READY, ["column_1", "column_2"])
    assert job.preview == [["text", "n"], ["déçu", "1"]]


def test_files_are_deleted_after_their_days(
    session: Session, tmp_path: Path, runner: BatchRunner, clock: Clock
) -> None:
    done, ready = upload(session, tmp_path, "csv", 3), upload(session, tmp_path, "csv", 4)
    check(session, runner, done)
    batches.start(session, done, "text", guard=True)
    session.commit()
    list(steps(session, runner, done))
    assert done.has_result
    clock.now += timedelta(days=7, seconds=1)
    runner.step(session)
    for job in (done, ready):
        session.refresh(job)
        assert job.files_deleted_at == clock.now
        assert not folder(tmp_path, job).exists()
    assert (done.state, ready.state) == (BatchState.DONE, BatchState.CANCELLED)


def test_the_list_has_pages_by_key(session: Session) -> None:
    for number in range(2 * batches.PAGE_SIZE + 5):
        session.add(
            BatchJob(
                state=BatchState.DONE,
                name=f"{number}.csv",
                form="csv",
                size=1,
                requested_by="ann@x.org",
                requested_at=NOON,
            )
        )
    session.commit()
    first = batches.page(session)
    second = batches.page(session, Cursor(first.after or ()))
    third = batches.page(session, Cursor(second.after or ()))
    assert (first.before, third.after) == (None, None)
    names = [job.name for listed in (first, second, third) for job in listed.items]
    assert names == [f"{number}.csv" for number in reversed(range(2 * batches.PAGE_SIZE + 5))]
    assert batches.page(session, Cursor(third.before or (), True)).items == second.items
    assert batches.page(session, Cursor(second.before or (), True)) == first


def test_only_one_worker_gets_a_batch(session: Session, tmp_path: Path) -> None:
    upload(session, tmp_path, "csv", 3)
    name, other = claims.worker_name(), claims.worker_name()
    job = claims.claim(session, name, NOON)
    assert job is not None
    assert claims.claim(session, other, NOON) is None
    assert claims.keep(session, job.id, name, NOON)
    assert not claims.keep(session, job.id, other, NOON)


def test_a_file_over_which_workers_die_is_not_begun_for_ever(
    session: Session, tmp_path: Path, store: ModelStore, clock: Clock
) -> None:
    job = upload(session, tmp_path, "csv", 10)
    for _ in range(MAX_ATTEMPTS):  # each is killed: it neither ends its work nor gives it back
        assert make_runner(tmp_path, store, clock)._begin(job)
    runner = make_runner(tmp_path, store, clock)
    while runner.step(session):
        pass
    session.refresh(job)
    assert (job.state, job.fault, job.detail) == (
        BatchState.FAILED,
        FileFault.FATAL,
        str(MAX_ATTEMPTS),
    )
    assert not (stored_files.folder_of(tmp_path, job.id) / "begun").exists()


def test_beginnings_that_end_do_not_count(
    session: Session, tmp_path: Path, store: ModelStore, clock: Clock
) -> None:
    job = upload(session, tmp_path, "csv", 10)
    for _ in range(2 * MAX_ATTEMPTS):  # supervisors that restart them all day
        worker = make_runner(tmp_path, store, clock)
        worker.step(session)
        worker.release(session)
    check(session, make_runner(tmp_path, store, clock), job)
    session.refresh(job)
    assert job.state is BatchState.READY
