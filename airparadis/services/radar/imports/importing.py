"""Import a file: in batches, from where the last import of it was broken off."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from airparadis.db.tables import FileImport
from airparadis.domain.radar.retention import kept_until
from airparadis.domain.radar.sources.ingest_schema import IncomingError, IncomingTweet
from airparadis.files.tweets.reading import FileRow, TweetFile
from airparadis.services.radar import ingest
from airparadis.services.radar.preparing import Prepared

BATCH = 4_000
MAX_FAULTS = 200
"""Refused rows that are named; the others are only counted."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is no tweet: its number, from 1 without the header, and why."""

    number: int
    error: IncomingError


@dataclass(slots=True)
class Progress:
    """The progress of an import."""

    rows: int = 0
    """Rows of the file that are done with, those of earlier imports included."""
    new: int = 0
    known: int = 0
    matched: int = 0
    refused: int = 0
    faults: list[RefusedRow] = field(default_factory=list)


Batches = Iterable[tuple[Progress, list[IncomingTweet]]]
Prepare = Callable[[Batches], Iterable[tuple[Progress, list[Prepared]]]]
"""Prepares batches in order; what comes with each is handed through."""


def import_file(
    session: Session,
    file: TweetFile,
    prepare: Prepare,
    now: datetime,
    note: Callable[[Progress], None] = lambda _: None,
    keep_days: int | None = None,
) -> Iterator[Progress]:
    """Store the tweets of a file, a batch in each transaction.

    Args:
        session: commits after each batch.
        file: read from where its last import was broken off.
        prepare: scores.
        now: the time to record.
        keep_days: how long texts are kept from now on, whatever their age; None: as all others.
        note: called with the progress before each commit, for what is to be stored with it.

    Yields:
        The progress after each batch, which is committed together with how far it came.
    """
    done, until = _remembered(session, file), kept_until(keep_days, now)
    total = Progress(rows=done)
    for batch, prepared in prepare(_batches(session, file, done, now)):
        kept = ingest.keep(session, prepared, now, until)
        total.rows += batch.rows
        total.new += kept.new
        total.known += batch.known + kept.known
        total.matched += kept.matched
        total.refused += batch.refused
        total.faults = [*total.faults, *batch.faults][:MAX_FAULTS]
        session.merge(
            FileImport(
                digest=file.digest, name=file.path.name[:255], rows=total.rows, updated_at=now
            )
        )
        note(total)
        session.commit()
        yield total


def _remembered(session: Session, file: TweetFile) -> int:
    stored = session.get(FileImport, file.digest)
    return stored.rows if stored else 0


def _batches(session: Session, file: TweetFile, done: int, now: datetime) -> Batches:
    batch, tweets = Progress(), list[IncomingTweet]()
    for number, row in enumerate(file.rows(done), start=done + 1):
        _read(file, row, number, now, batch, tweets)
        if batch.rows == BATCH:
            yield _only_new(session, batch, tweets)
            batch, tweets = Progress(), []
    if batch.rows:
        yield _only_new(session, batch, tweets)


def _read(
    file: TweetFile,
    row: FileRow,
    number: int,
    now: datetime,
    batch: Progress,
    tweets: list[IncomingTweet],
) -> None:
    batch.rows += 1
    try:
        tweets.append(file.read(row, now))
    except IncomingError as error:
        batch.refused += 1
        batch.faults.append(RefusedRow(number, error))


def _only_new(
    session: Session, batch: Progress, tweets: list[IncomingTweet]
) -> tuple[Progress, list[IncomingTweet]]:
    new = ingest.unknown(session, tweets)
    batch.known = len(tweets) - len(new)
    return batch, new
