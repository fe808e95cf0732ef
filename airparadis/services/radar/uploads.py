"""Files of tweets that people hand in: kept until a scheduler has imported them, then deleted."""

import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Upload
from airparadis.domain.batches.file_name import safe_file_name
from airparadis.domain.file_faults import FileFault
from airparadis.domain.radar.enums import UploadState
from airparadis.files.reading import open_table
from airparadis.files.tweets.reading import TweetFile
from airparadis.lib.attempts import MAX_ATTEMPTS, AttemptLimit
from airparadis.lib.errors import AirParadisError, StreamError, UploadNotFoundError
from airparadis.ml.contract import Classifier
from airparadis.services.lists.keyset import NumberedPage
from airparadis.services.radar.importing import MAX_FAULTS, Progress, import_file
from airparadis.services.radar.preparing import Preparer, watched

PAGE_SIZE: Final = 20
MAX_NAME: Final = 255
SILENCE: Final = timedelta(minutes=2)
"""A scheduler that has not been heard of for so long is gone; another goes on."""

ARRIVAL: Final = timedelta(hours=1)
"""A file that is younger may be just arriving."""

_BEGUN: Final = ".begun"
_log = logging.getLogger(__name__)

Save = Callable[[Path], object]
"""Writes what was sent to a path."""


def take_in(
    session: Session, folder: Path, name: str, save: Save, actor: str, now: datetime
) -> Upload:
    """Keep a file until it is imported; the caller commits."""
    folder.mkdir(parents=True, exist_ok=True)
    arriving = folder / f"{uuid.uuid4()}.arriving"
    save(arriving)
    arriving.chmod(0o600)  # other people's words
    begin_write(session)  # not before: a long file must not keep others from writing
    upload = Upload(
        name=safe_file_name(name, MAX_NAME),
        size=arriving.stat().st_size,
        state=UploadState.WAITING,
        uploaded_by=actor,
        uploaded_at=now,
    )
    session.add(upload)
    session.flush()
    arriving.rename(path_of(folder, upload))
    return upload


def path_of(folder: Path, upload: Upload) -> Path:
    """Return the path of a pending upload. Nothing is taken from the user's file name."""
    found = (path for path in folder.glob(f"{upload.id}.*") if path.suffix != _BEGUN)
    return next(found, folder / f"{upload.id}.file")


def _begun(folder: Path, upload: Upload) -> Path:
    return folder / f"{upload.id}{_BEGUN}"


def find(session: Session, upload_id: int) -> Upload:
    """The upload of this number.

    Raises:
        UploadNotFoundError: there is none.
    """
    upload = session.get(Upload, upload_id, populate_existing=True)
    if upload is None:
        raise UploadNotFoundError(str(upload_id))
    return upload


def listed(session: Session, number: int = 1) -> NumberedPage[Upload]:
    """All uploads in pages, latest first."""
    total = session.scalar(select(func.count()).select_from(Upload)) or 0
    latest = select(Upload).order_by(Upload.id.desc())
    page = latest.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return NumberedPage(session.scalars(page).all(), number, PAGE_SIZE, total)


def stop(session: Session, upload: Upload, now: datetime) -> None:
    """Import no more of a file; what is stored stays. The caller commits."""
    begin_write(session)
    session.refresh(upload)
    if not upload.state.is_over:
        _finish(upload, UploadState.STOPPED, now)


def import_next(
    session: Session,
    folder: Path,
    classifier: Callable[[], Classifier],
    clock: Callable[[], datetime],
    keep_on: Callable[[], bool],
) -> bool:
    """Import the file that has waited longest; a scheduler that ends hands it on half-way.

    Returns:
        Whether there was one. Everything is committed.
    """
    upload = _claim(session, clock())
    if upload is None:
        return False
    path, attempts = path_of(folder, upload), AttemptLimit(_begun(folder, upload))
    try:
        if not attempts.begin():
            raise StreamError(
                f"{upload.name} has ended {MAX_ATTEMPTS} schedulers: it may fill all memory"
            )
        _import(session, upload, path, classifier(), clock, keep_on)
    except SQLAlchemyError:  # of the storage: the file is tried again
        raise
    except Exception as error:  # whatever it raises fails this file, and no other
        session.rollback()
        begin_write(session)
        _give_up(upload, path, error, clock())
    finally:
        attempts.end()
    session.commit()
    if upload.state.is_over:
        path.unlink(missing_ok=True)
    return True


def _give_up(upload: Upload, path: Path, error: Exception, now: datetime) -> None:
    if isinstance(error, StreamError) and error.kind == FileFault.STOPPED:
        upload.state = UploadState.WAITING
        return
    if not isinstance(error, AirParadisError | OSError):
        _log.error("an import fails", exc_info=error)
    upload.error = str(error).replace(str(path), upload.name) or type(error).__name__
    _finish(upload, UploadState.FAILED, now)


def sweep(session: Session, folder: Path, now: datetime) -> None:
    """Delete files whose import is over, and those that never arrived."""
    unfinished = (UploadState.WAITING, UploadState.RUNNING)
    waiting = select(Upload).where(Upload.state.in_(unfinished))
    kept = {
        of(folder, upload).name for upload in session.scalars(waiting) for of in (path_of, _begun)
    }
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):
            if path.name not in kept and path.stat().st_mtime < (now - ARRIVAL).timestamp():
                path.unlink()


def _claim(session: Session, now: datetime) -> Upload | None:
    free = or_(
        Upload.state == UploadState.WAITING,
        (Upload.state == UploadState.RUNNING) & (Upload.heard_at < now - SILENCE),
    )
    oldest = select(Upload).where(free).order_by(Upload.id).limit(1)
    if session.scalar(oldest) is None:  # asked every few seconds: nothing is locked for that
        session.commit()
        return None
    begin_write(session)
    upload = session.scalar(oldest, execution_options={"populate_existing": True})
    if upload is not None:
        upload.state, upload.heard_at = UploadState.RUNNING, now
    session.commit()
    return upload


def _import(
    session: Session,
    upload: Upload,
    path: Path,
    classifier: Classifier,
    clock: Callable[[], datetime],
    keep_on: Callable[[], bool],
) -> None:
    file = TweetFile(path, partial(open_table, name=upload.name, keep_on=keep_on))
    preparer = Preparer(classifier, watched(session))
    before = _Counts(upload.new, upload.known, upload.matched, upload.refused, upload.faults)
    steps = import_file(
        session,
        file,
        lambda batches: ((batch, preparer.prepare(tweets)) for batch, tweets in batches),
        clock(),
        lambda progress: _note(upload, before, progress, file, clock()),
    )
    for _ in steps:
        session.refresh(upload, ["state"])
        if upload.state is UploadState.STOPPED:
            return
        if not keep_on():
            begin_write(session)
            upload.state = UploadState.WAITING
            return
    begin_write(session)
    _finish(upload, UploadState.DONE, clock())
    upload.done = 1.0


class _Counts(NamedTuple):
    """The counts of an interrupted import."""

    new: int
    known: int
    matched: int
    refused: int
    faults: list[Any]


def _note(
    upload: Upload, before: "_Counts", progress: Progress, file: TweetFile, now: datetime
) -> None:
    upload.heard_at = now
    upload.done = min(file.position / max(file.size, 1), 1.0)
    upload.new = before.new + progress.new
    upload.known = before.known + progress.known
    upload.matched = before.matched + progress.matched
    upload.refused = before.refused + progress.refused
    rows = [[refused.number, refused.error.fault.value] for refused in progress.faults]
    upload.faults = [*before.faults, *rows][:MAX_FAULTS]


def _finish(upload: Upload, state: UploadState, now: datetime) -> None:
    upload.state, upload.finished_at = state, now
