"""Labelled tweets from an uploaded table, row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Origin
from airparadis.domain.batches.csv_injection import unescape_cell
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.domain.predictions.tweet import (
    InvalidTweetError,
    TweetFault,
    is_storable,
    parse_tweet,
)
from airparadis.domain.review.near_duplicates import text_key
from airparadis.domain.review.queue import Decision
from airparadis.files.cells import printable, shown, text_of
from airparadis.files.guess.names import normalised
from airparadis.files.notes import Notes
from airparadis.files.table import Block, Layout, ReadTable
from airparadis.services.review import labels

LABELS = (
    "label",
    "etiquette",
    "sentiment",
    "decision",
    "airline sentiment",
    "polarity",
    "polarite",
)
REVIEWERS = ("reviewer", "relecteur", "annotator", "annotateur")
"""Names of columns, the surest first, without case and accents."""

MAX_REVIEWER_LENGTH = 254
MAX_REFUSED = 200
"""Refused rows that are given back; the others are only counted."""
MAX_CONTENT = 500
"""Characters of a refused row that are given back."""
ROWS_AT_ONCE = 100
"""Written before others may write: a prediction must not wait for a long file."""


class RowFault(StrEnum):
    """A reason why a row of an import is refused."""

    UNREADABLE = "unreadable"
    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    UNKNOWN_LABEL = "unknown_label"
    LONG_REVIEWER = "long_reviewer"
    CONTRADICTS = "contradicts"
    """An earlier row of the file gives the same text another label."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: its number, from 1 without the header, why, and what it says."""

    number: int
    fault: RowFault
    content: str


@dataclass(slots=True)
class Imported:
    """The outcome of an import: rows taken, rows already stored, rows refused."""

    taken: int = 0
    known: int = 0
    refused: int = 0
    rows: list[RefusedRow] = field(default_factory=list)
    """The first of those refused."""
    names: dict[str, None] = field(default_factory=dict)
    """Reviewers that rows name, other than the importer."""
    notes: Notes = field(default_factory=Notes)
    """Repairs and omissions while the file was read."""

    def refuse(self, number: int, fault: RowFault, content: str) -> None:
        """Count a row that is not taken."""
        self.refused += 1
        if len(self.rows) < MAX_REFUSED:
            self.rows.append(RefusedRow(number, fault, content))


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns; `reviewer` is None where rows name none."""

    text: int
    label: int
    reviewer: int | None
    is_escaped: bool
    """Whether cells may be made safe for spreadsheets."""


class Row(NamedTuple):
    """A row that can be taken."""

    text: str
    decision: Decision
    reviewer: str | None


def take_in(session: Session, table: ReadTable, importer: str, now: datetime) -> Imported:
    """Import the labels of a table; commits as it goes.

    The labels are the importer's, who has one opinion on a text like everybody else: a file can
    neither speak for a colleague nor undo what they said. A row that repeats a colleague's label
    is known. Every row that can be read is taken and the others are returned with the reason, so
    that nothing is lost. Importing a file again changes nothing.

    Args:
        session: lets others write between the rows, and whenever the file is read.
        table: with a column of tweets and one of labels, perhaps one of reviewers.
        importer: whose labels they become.
        now: the time to record.

    Raises:
        FileError: there is no column of labels, or the file cannot be read to its end.
    """
    columns, taking = _columns(table.layout), _Taking(session, importer, now)
    for block in table.blocks():
        rows = list(_rows(block, columns))
        for start in range(0, len(rows), ROWS_AT_ONCE):
            begin_write(session)
            for number, row in enumerate(rows[start : start + ROWS_AT_ONCE], block.first + start):
                taking.take(number, row, columns)
            session.commit()
    taking.result.notes = table.notes
    return taking.result


class _Taking:
    """The state of an import, row by row."""

    def __init__(self, session: Session, importer: str, now: datetime) -> None:
        self.result = Imported()
        self._session, self._importer, self._now = session, importer, now
        self._decided: dict[str, Decision] = {}

    def take(self, number: int, cells: Sequence[Any] | str, columns: Columns) -> None:
        """Record a row, given as text where its cells cannot be trusted."""
        row = RowFault.UNREADABLE if isinstance(cells, str) else _read(cells, columns)
        outcome = row if isinstance(row, RowFault) else self._record(row)
        if isinstance(outcome, RowFault):
            content = cells if isinstance(cells, str) else ",".join(map(shown, cells))
            self.result.refuse(number, outcome, printable(content.strip()[:MAX_CONTENT]))
        else:
            self.result.taken += outcome
            self.result.known += not outcome

    def _record(self, row: Row) -> bool | RowFault:
        """Record a row as the importer's label; False if it was known."""
        session, key = self._session, text_key(row.text)
        if row.reviewer not in {None, self._importer}:
            self.result.names[str(row.reviewer)] = None
            if labels.has_said(session, key, str(row.reviewer), row.decision):
                return False
        if key in self._decided:
            return False if self._decided[key] is row.decision else RowFault.CONTRADICTS
        self._decided[key] = row.decision
        if labels.has_said(session, key, self._importer, row.decision):
            return False
        origin = Origin.IMPORT
        labels.add(session, row.text, self._importer, row.decision, self._now, origin=origin)
        return True


def _columns(layout: Layout) -> Columns:
    places = {normalised(name): place for place, name in reversed([*enumerate(layout.columns)])}
    label = next((places[name] for name in LABELS if name in places), None)
    if label is None or label == layout.text_column:
        raise FileError(FileFault.NO_LABELS)
    reviewer = next((places[name] for name in REVIEWERS if name in places), None)
    return Columns(layout.text_column, label, reviewer, layout.format in {"csv", "xlsx"})


def _rows(block: Block, columns: Columns) -> Iterator[Sequence[Any] | str]:
    """Give the rows of a block, as text those whose cells cannot be trusted."""
    for place, row in enumerate(block.rows()):
        if place in block.flaws:
            yield block.written(place)
        elif columns.is_escaped:
            yield [unescape_cell(cell) if isinstance(cell, str) else cell for cell in row]
        else:
            yield row


_TWEET_FAULTS = {
    TweetFault.MISSING: RowFault.NO_TEXT,
    TweetFault.TOO_LONG: RowFault.TOO_LONG,
    TweetFault.NOT_TEXT: RowFault.NOT_TEXT,
}


def _read(row: Sequence[Any], columns: Columns) -> Row | RowFault:
    try:
        tweet = parse_tweet(text_of(row[columns.text]) or "")
    except InvalidTweetError as error:
        return _TWEET_FAULTS[error.fault]
    label = shown(row[columns.label]).strip().lower()
    if label not in set(Decision):
        return RowFault.UNKNOWN_LABEL
    who = "" if columns.reviewer is None else shown(row[columns.reviewer]).strip()
    if len(who) > MAX_REVIEWER_LENGTH:
        return RowFault.LONG_REVIEWER
    if not is_storable(who):
        return RowFault.NOT_TEXT
    return Row(tweet, Decision(label), who or None)
