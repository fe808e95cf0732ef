"""Labelled tweets as files: CSV and JSON lines, read back row by row."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Origin, ReviewLabel
from airparadis.domain.batches.csv_injection import escape_cell, unescape_cell
from airparadis.domain.predictions.tweet import (
    InvalidTweetError,
    TweetFault,
    is_storable,
    parse_tweet,
)
from airparadis.domain.review.near_duplicates import text_key
from airparadis.domain.review.queue import Decision, is_test_text
from airparadis.services.review import labels

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the machine's old encoding."""

COLUMNS = (
    *("text", "label", "reviewer", "opinion", "labelled_at", "part", "origin"),
    *("prediction_id", "model_label", "probability_positive", "model_version"),
)
MAX_REVIEWER_LENGTH = 254
ROWS_AT_ONCE = 100
"""Written before others may write: a prediction must not wait for a long file."""


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    JSONL = "jsonl"


class RowFault(StrEnum):
    """Why a row of an import is refused."""

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


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: rows taken, rows that were there already, rows refused."""

    taken: int
    known: int
    refused: tuple[RefusedRow, ...]
    names: tuple[str, ...] = ()
    """Reviewers that rows name, other than the importer."""


def export(session: Session, form: Format) -> Iterator[str]:
    """Every decision that stands, line by line."""
    rows = (row for rows in labels.standing(session).values() for row in rows)
    if form is Format.JSONL:
        for row in rows:
            yield json.dumps(_record(row), ensure_ascii=False) + "\n"
        return
    yield BYTE_ORDER_MARK + _csv_line(COLUMNS)
    for row in rows:
        yield _csv_line(_cell(value) for value in _record(row).values())


def take_in(
    session: Session, content: bytes, form: Format, importer: str, now: datetime
) -> Imported:
    """Import a file of columns `text` and `label`, perhaps `reviewer`; commits as it goes.

    The labels are the importer's, who has one opinion on a text like everybody else: a file can
    neither speak for a colleague nor undo what they said. A row that repeats a colleague's label
    is known. Every row that can be read is taken and the others are returned with the reason, so
    that nothing is lost. Importing a file again changes nothing.

    Args:
        session: lets others write between the rows; the caller commits the last ones.
        content: UTF-8, with or without byte order mark.
        form: CSV with a header, or one JSON object a line.
        importer: whose labels they become.
        now: the time to record.
    """
    taken = known = 0
    refused = []
    names: dict[str, None] = {}
    decided: dict[str, Decision] = {}
    for number, (row, raw) in enumerate(_rows(content, form), 1):
        if number % ROWS_AT_ONCE == 1:
            begin_write(session)
        read = _read(row)
        if isinstance(read, _Row) and read.reviewer not in {None, importer}:
            names[str(read.reviewer)] = None
        outcome = (
            read if isinstance(read, RowFault) else _take(session, read, importer, now, decided)
        )
        if isinstance(outcome, RowFault):
            shown = raw.strip().encode("utf-8", "replace").decode()
            refused.append(RefusedRow(number, outcome, shown))
        else:
            taken, known = taken + outcome, known + (not outcome)
    return Imported(taken, known, tuple(refused), tuple(names))


def _take(
    session: Session, row: "_Row", importer: str, now: datetime, decided: dict[str, Decision]
) -> bool | RowFault:
    """Record a row as the importer's label; False if it was known."""
    key = text_key(row.text)
    if row.reviewer not in {None, importer} and labels.has_said(
        session, key, str(row.reviewer), row.decision
    ):
        return False
    if key in decided:
        return False if decided[key] is row.decision else RowFault.CONTRADICTS
    decided[key] = row.decision
    if labels.has_said(session, key, importer, row.decision):
        return False
    labels.add(session, row.text, importer, row.decision, now, origin=Origin.IMPORT)
    return True


def _rows(content: bytes, form: Format) -> Iterator[tuple[dict[str, object] | None, str]]:
    """Each row as names and values, None if it is none, and as it was written."""
    text = content.decode("utf-8-sig", errors="surrogateescape")
    if form is Format.CSV:
        yield from _csv_rows(text)
        return
    for line in text.split("\n"):
        if line.strip():
            yield _json_object(line), line.strip()


def _csv_rows(text: str) -> Iterator[tuple[dict[str, object] | None, str]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    while True:
        try:
            record = next(reader, None)
        except csv.Error as error:  # a cell longer than a CSV reader takes
            yield None, str(error)
            continue
        if record is None:
            return
        cells = {name: value for name, value in record.items() if isinstance(value, str)}
        yield (
            {name: unescape_cell(value) for name, value in cells.items()},
            _csv_line(cells.values()),
        )


def _json_object(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):  # no JSON, or deeper than anybody writes
        return None
    return found if isinstance(found, dict) else None


_TWEET_FAULTS = {
    TweetFault.MISSING: RowFault.NO_TEXT,
    TweetFault.TOO_LONG: RowFault.TOO_LONG,
    TweetFault.NOT_TEXT: RowFault.NOT_TEXT,
}


class _Row(NamedTuple):
    """A row that can be taken."""

    text: str
    decision: Decision
    reviewer: str | None


def _read(row: dict[str, object] | None) -> _Row | RowFault:
    if row is None:
        return RowFault.UNREADABLE
    text, label, who = row.get("text"), row.get("label"), row.get("reviewer") or None
    if not isinstance(text, str):
        return RowFault.NO_TEXT
    try:
        tweet = parse_tweet(text)
    except InvalidTweetError as error:
        return _TWEET_FAULTS[error.fault]
    if not isinstance(label, str) or label.strip().lower() not in set(Decision):
        return RowFault.UNKNOWN_LABEL
    if who is not None and (not isinstance(who, str) or len(who) > MAX_REVIEWER_LENGTH):
        return RowFault.LONG_REVIEWER
    if who is not None and not is_storable(who):
        return RowFault.NOT_TEXT
    return _Row(tweet, Decision(label.strip().lower()), who)


def _record(row: ReviewLabel) -> dict[str, object]:
    prediction = row.prediction
    values = (
        row.text,
        row.decision.value,
        row.reviewer,
        row.opinion,
        row.created_at.isoformat(),
        "test" if is_test_text(row.text_key) else "train",
        row.origin.value,
        str(prediction.public_id) if prediction else None,
        prediction.label.value if prediction and prediction.label else None,
        prediction.probability_positive if prediction else None,
        prediction.model_version if prediction else None,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _cell(value: object) -> str:
    return "" if value is None else escape_cell(str(value))


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
