"""Import of the files that people handed in, one after the other, by whichever scheduler leads."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Upload
from airparadis.domain.file_faults import FileFault
from airparadis.domain.radar.enums import UploadState
from airparadis.files.reading import open_table
from airparadis.files.tweets.reading import TweetFile
from airparadis.lib.attempts import MAX_ATTEMPTS, AttemptLimit
from airparadis.lib.errors import AirParadisError, StreamError
from airparadis.ml.contract import Classifier
from airparadis.services.radar.imports.importing import MAX_FAULTS, Progress, import_file
from airparadis.services.radar.imports.older import count_older
from airparadis.services.radar.imports.uploads import begun_path, finish, path_of
from airparadis.services.radar.preparing import Preparer, watched

SILENCE: Final = timedelta(minutes=2)
"""A scheduler that has not been heard of for so long is gone; another goes on."""

_log = logging.getLogger(__name__)


def import_next(
    session: Session,
    folder: Path,
    classifier: Callable[[], Classifier],
    clock: Callable[[], datetime],
    keep_on: Callable[[], bool],
    retention: timedelta,
) -> bool:
    """Import the file that has waited longest; a scheduler that ends hands it on half-way.

    A file with tweets older than `retention`, whose importer has not said how long texts are kept,
    is counted first and waits for a word.

    Returns:
        Whether there was one. Everything is committed.
    """
    upload = _claim(session, clock())
    if upload is None:
        return False
    path, attempts = path_of(folder, upload), AttemptLimit(begun_path(folder, upload))
    try:
        if not attempts.begin():
            raise StreamError(
                f"{upload.name} has ended {MAX_ATTEMPTS} schedulers: it may fill all memory"
            )
        file = TweetFile(path, partial(open_table, name=upload.name, keep_on=keep_on))
        if _may_begin(session, upload, file, clock, retention):
            _import(session, upload, file, classifier(), clock, keep_on)
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
    finish(upload, UploadState.FAILED, now)


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


def _may_begin(
    session: Session,
    upload: Upload,
    file: TweetFile,
    clock: Callable[[], datetime],
    retention: timedelta,
) -> bool:
    """Count what is older than texts are kept, once; False if the importer is to be asked."""
    if upload.keep_days is not None or upload.older is not None:
        return True

    def is_wanted() -> bool:
        upload.heard_at = clock()
        session.commit()
        session.refresh(upload, ["state"])
        return upload.state is UploadState.RUNNING

    older = count_older(file, retention, clock(), is_wanted)
    if older is None:
        return False
    begin_write(session)
    session.refresh(upload)
    upload.older = older
    if older and upload.state is UploadState.RUNNING:
        upload.state = UploadState.ASKING
    session.commit()
    return upload.state is UploadState.RUNNING


def _import(
    session: Session,
    upload: Upload,
    file: TweetFile,
    classifier: Classifier,
    clock: Callable[[], datetime],
    keep_on: Callable[[], bool],
) -> None:
    preparer = Preparer(classifier, watched(session))
    before = _Counts(upload.new, upload.known, upload.matched, upload.refused, upload.faults)
    steps = import_file(
        session,
        file,
        lambda batches: ((batch, preparer.prepare(tweets)) for batch, tweets in batches),
        clock(),
        lambda progress: _note(upload, before, progress, file, clock()),
        upload.keep_days,
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
    finish(upload, UploadState.DONE, clock())
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
