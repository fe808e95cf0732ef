"""Uploaded files of tweets: stored until a scheduler has imported them, then deleted."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Upload
from airparadis.domain.batches.file_name import safe_file_name
from airparadis.domain.radar.enums import UploadState
from airparadis.lib.errors import UploadNotFoundError
from airparadis.services.lists.keyset import NumberedPage

PAGE_SIZE: Final = 20
MAX_NAME: Final = 255
ARRIVAL: Final = timedelta(hours=1)
"""A file that is younger may be just arriving."""

_BEGUN: Final = ".begun"
Save = Callable[[Path], object]
"""Writes what was sent to a path."""


def take_in(
    session: Session,
    folder: Path,
    name: str,
    save: Save,
    actor: str,
    now: datetime,
    keep_days: int | None = None,
) -> Upload:
    """Keep a file until it is imported; the caller commits.

    `keep_days` is how long its texts are kept from the import on; None: as all others.
    """
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
        keep_days=keep_days,
    )
    session.add(upload)
    session.flush()
    arriving.rename(path_of(folder, upload))
    return upload


def path_of(folder: Path, upload: Upload) -> Path:
    """Return the path of a pending upload. Nothing is taken from the user's file name."""
    found = (path for path in folder.glob(f"{upload.id}.*") if path.suffix != _BEGUN)
    return next(found, folder / f"{upload.id}.file")


def begun_path(folder: Path, upload: Upload) -> Path:
    """Return where the attempts at a file are counted."""
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
        finish(upload, UploadState.STOPPED, now)


def start(session: Session, upload: Upload, keep_days: int | None) -> None:
    """Import a file that waits for its importer's word; the caller commits."""
    begin_write(session)
    session.refresh(upload)
    if upload.state is UploadState.ASKING:
        upload.state, upload.keep_days = UploadState.WAITING, keep_days


def sweep(session: Session, folder: Path, now: datetime) -> None:
    """Delete files whose import is over, and those that never arrived."""
    unfinished = [state for state in UploadState if not state.is_over]
    waiting = select(Upload).where(Upload.state.in_(unfinished))
    kept = {
        of(folder, upload).name
        for upload in session.scalars(waiting)
        for of in (path_of, begun_path)
    }
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):
            if path.name not in kept and path.stat().st_mtime < (now - ARRIVAL).timestamp():
                path.unlink()


def finish(upload: Upload, state: UploadState, now: datetime) -> None:
    """Note that an import is over."""
    upload.state, upload.finished_at = state, now
