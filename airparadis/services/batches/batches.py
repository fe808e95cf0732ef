"""Batches as people handle them: upload, choose, look, cancel, delete."""

import shutil
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import BatchJob
from airparadis.domain.batches.batch import BatchState
from airparadis.domain.batches.file_format import FileFormat
from airparadis.domain.batches.file_name import safe_file_name
from airparadis.files.cells import printable, shown
from airparadis.files.registry import format_of_name
from airparadis.files.table import Layout, ReadOptions
from airparadis.files.writing import place_of
from airparadis.lib.errors import BatchNotFoundError, BatchStateError
from airparadis.services.batches.stored_files import remove_files
from airparadis.services.lists.keyset import Cursor, KeysetPage, Ordering

PAGE_SIZE = 20
MAX_NAME = 200
PREVIEW_ROWS = 5
PREVIEW_CELL = 120


def options_of(job: BatchJob) -> ReadOptions:
    """Return the options for reading the file: as guessed, or as the user chose."""
    return ReadOptions(
        column=job.column,
        encoding=job.encoding,
        delimiter=job.delimiter,
        has_header=job.has_header,
        sheet=job.sheet,
    )


def shown_rows(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Rows as a page and the database can have them."""
    return [[printable(shown(cell)[:PREVIEW_CELL]) for cell in row] for row in rows[:PREVIEW_ROWS]]


def take_in(
    session: Session,
    instance_path: Path,
    name: str,
    save: Callable[[Path], object],
    actor: str,
    now: datetime,
) -> BatchJob:
    """Keep an upload for a worker to look at; the caller commits.

    Args:
        session: receives the row.
        instance_path: the folder of stored files.
        name: of the file, as the browser sends it.
        save: writes the upload to a path.
        actor: whose it is.
        now: the time to record.

    What the file is, its first bytes tell the worker; its name need not be right.
    """
    form = format_of_name(name)
    arriving = instance_path / "batches" / f"{uuid.uuid4()}.arriving"
    arriving.parent.mkdir(parents=True, exist_ok=True)
    try:
        save(arriving)
        arriving.chmod(0o600)  # other people's words
        begin_write(session)  # not before: a long file must not keep others from writing
        return _keep(
            session,
            arriving,
            BatchJob(
                state=BatchState.CHECKING,
                name=safe_file_name(name, MAX_NAME),
                form=FileFormat(form.name if form is not None else "csv"),
                size=arriving.stat().st_size,
                requested_by=actor,
                requested_at=now,
            ),
        )
    finally:
        arriving.unlink(missing_ok=True)


def _keep(session: Session, arrived: Path, job: BatchJob) -> BatchJob:
    session.add(job)
    session.flush()
    folder = arrived.parent / str(job.id)
    shutil.rmtree(folder, ignore_errors=True)  # of a row that was rolled back
    folder.mkdir()
    arrived.rename(folder / "upload.file")
    return job


def find(session: Session, job_id: int) -> BatchJob:
    """A batch.

    Raises:
        BatchNotFoundError: there is none of this number.
    """
    job = session.get(BatchJob, job_id)
    if job is None:
        raise BatchNotFoundError(str(job_id))
    return job


def page(session: Session, cursor: Cursor | None = None) -> KeysetPage[BatchJob]:
    """Return a page of the batches, newest first."""
    ordering = Ordering((BatchJob.id,), cursor)
    query = select(BatchJob).where(*ordering.after_cursor()).order_by(*ordering.order_by())
    jobs = session.scalars(query.limit(PAGE_SIZE + 1)).all()
    items = list(ordering.in_list_order(jobs[:PAGE_SIZE]))
    return KeysetPage(items, *ordering.neighbours([(job.id,) for job in jobs], PAGE_SIZE))


def waiting_for(session: Session, requester: str, limit: int = 3) -> Sequence[BatchJob]:
    """The latest batches of a person for which a column is to be chosen."""
    own = select(BatchJob).where(
        BatchJob.state == BatchState.READY, BatchJob.requested_by == requester
    )
    return session.scalars(own.order_by(BatchJob.id.desc()).limit(limit)).all()


def look_again(session: Session, job: BatchJob, options: ReadOptions) -> None:
    """Have the file read another way; the caller commits.

    Raises:
        BatchStateError: it is not waiting for a choice.
    """
    _expect(session, job, BatchState.READY)
    job.encoding, job.delimiter = options.encoding, options.delimiter
    job.has_header, job.sheet = options.has_header, options.sheet
    job.column = None
    job.state = BatchState.CHECKING


def read_otherwise(
    session: Session,
    job: BatchJob,
    options: ReadOptions,
    layout: Layout,
    rows: Sequence[Sequence[Any]],
) -> None:
    """Note that a file is read another way, and what is in it then; the caller commits.

    Raises:
        BatchStateError: it is not waiting for a choice.
    """
    _expect(session, job, BatchState.READY)
    job.encoding, job.delimiter = options.encoding, layout.delimiter
    job.has_header, job.sheet = layout.has_header, layout.sheet
    job.columns, job.column = list(layout.columns), layout.column
    job.preview, job.notes, job.rows_total = shown_rows(rows), None, layout.rows


def start(session: Session, job: BatchJob, column: str, *, guard: bool) -> None:
    """Have a batch scored; the caller commits.

    Raises:
        FileError: it has no such column.
        BatchStateError: it is not waiting for a choice.
    """
    _expect(session, job, BatchState.READY)
    place_of(job.columns or (), column)
    job.column, job.guard, job.state = column, guard, BatchState.QUEUED


def cancel(session: Session, job: BatchJob, now: datetime) -> None:
    """Stop a batch; the caller commits, then removes its files.

    Raises:
        BatchStateError: it is over.
    """
    _expect(session, job, BatchState.READY, *(state for state in BatchState if state.is_active))
    job.state, job.finished_at, job.claimed_by = BatchState.CANCELLED, now, None
    _forget_files(job, now)


def give_up_files(session: Session, job: BatchJob, now: datetime) -> None:
    """Note that a batch which is over has no files; the caller commits, then removes them.

    Raises:
        BatchStateError: it is not over.
    """
    _expect(session, job, *(state for state in BatchState if state.is_over))
    _forget_files(job, now)


def purge(session: Session, instance_path: Path, before: datetime, now: datetime) -> int:
    """Remove the files of all batches that nothing happens to since `before`; commits.

    Returns:
        How many there were.
    """
    still = BatchJob.state.in_([state for state in BatchState if not state.is_active])
    old = func.coalesce(BatchJob.finished_at, BatchJob.requested_at) < before
    query = select(BatchJob).where(still, old, BatchJob.files_deleted_at.is_(None))
    jobs = session.scalars(query.execution_options(populate_existing=True)).all()
    if jobs:
        begin_write(session)
    for job in jobs:
        if job.state is BatchState.READY:
            job.state, job.finished_at = BatchState.CANCELLED, now
        _forget_files(job, now)
    session.commit()
    for job in jobs:
        remove_files(instance_path, job.id)
    return len(jobs)


def _forget_files(job: BatchJob, now: datetime) -> None:
    job.files_deleted_at, job.preview = now, None


def _expect(session: Session, job: BatchJob, *states: BatchState) -> None:
    begin_write(session)
    session.refresh(job, with_for_update=True)
    if job.state not in states:
        raise BatchStateError(job.state)
