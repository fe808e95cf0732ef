"""The layouts of files with tweets: which one a table has, and what its rows mean."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from airparadis.domain.radar.sources.ingest_schema import (
    MAX_AUTHOR,
    MAX_ID,
    IncomingError,
    IncomingTweet,
    RowFault,
    check_time,
    read_text,
    read_tweet,
)
from airparadis.files.cells import shown, text_of
from airparadis.files.guess.kinds import CellKind, column_kinds
from airparadis.files.guess.names import normalised
from airparadis.files.ids import RoundedIdError, are_rounded, is_rounded_number, read_id
from airparadis.files.table import Layout
from airparadis.files.tweets.fields import Fields, find_fields
from airparadis.files.tweets.moments import read_moment, read_pacific

Row = Sequence[Any]
Read = Callable[[Row, datetime], IncomingTweet]

SENTIMENT140: Final = ("target", "id", "date", "flag", "user", "text")
"""Columns of the published files, which have no header."""

_MAX_DIGITS = 20


@dataclass(frozen=True, slots=True)
class TweetLayout:
    """The layout by which a table's rows are read as tweets."""

    name: str
    """Also the source of its tweets, unless they name their own."""
    read: Read


def find_layout(layout: Layout, rows: Sequence[Row]) -> TweetLayout | None:
    """Recognise a published layout, or the columns of a tweet by their names; None if neither."""
    if not layout.has_header and _is_sentiment140(rows):
        return TweetLayout("sentiment140", _sentiment140(Fields(1, 5, 2, 4)))
    places = {normalised(name): place for place, name in enumerate(layout.columns)}
    if {"target", "date est", "text"} <= places.keys():
        return TweetLayout("sentiment140 table", _sentiment140_table(places))
    fields = find_fields(layout, rows)
    if fields is None:
        return None
    if {"target", "flag"} <= places.keys():
        return TweetLayout("sentiment140", _sentiment140(fields))
    if {"tweet id", "airline", "tweet created"} <= places.keys():
        reach = places.get("retweet count")
        return TweetLayout("airline", _airline(replace(fields, reach=reach)))
    return TweetLayout("tweets", _generic(fields, [row[fields.id] for row in rows]))


def _is_sentiment140(rows: Sequence[Row]) -> bool:
    if not rows or len(rows[0]) != len(SENTIMENT140):
        return False
    targets = {shown(row[0]) for row in rows}
    kinds = column_kinds(rows, len(SENTIMENT140))
    return targets <= {"0", "2", "4"} and kinds[2].kind is CellKind.TIME


def _sentiment140(fields: Fields) -> Read:
    def read(row: Row, now: datetime) -> IncomingTweet:
        at = check_time(read_moment(row[fields.created_at]), now)
        return _tweet("sentiment140", row, fields, at)

    return read


def _sentiment140_table(places: dict[str, int]) -> Read:
    """Rows without identifier: the same time and text are the same tweet."""

    def read(row: Row, now: datetime) -> IncomingTweet:
        at = check_time(read_pacific(row[places["date est"]]), now)
        text = read_text(row[places["text"]])
        name = hashlib.blake2b(f"{at.isoformat()} {text}".encode(), digest_size=12).hexdigest()
        return IncomingTweet("sentiment140", name, text, at)

    return read


def _airline(fields: Fields) -> Read:
    def read(row: Row, now: datetime) -> IncomingTweet:
        at = check_time(read_moment(row[fields.created_at]), now)
        return _tweet("airline", row, fields, at)

    return read


def _generic(fields: Fields, ids: Sequence[Any]) -> Read:
    """Rows of any table; of identifiers that a spreadsheet rounded throughout, none is taken."""
    are_all_rounded = are_rounded(ids)

    def read(row: Row, now: datetime) -> IncomingTweet:
        number = _number(row[fields.id])
        if are_all_rounded and is_rounded_number(number):
            raise IncomingError(RowFault.ROUNDED_ID)
        values = {
            "id": number or None,
            "text": text_of(row[fields.text]),
            "created_at": _iso(row[fields.created_at]),
            "author": _cell(row, fields.author),
            "reach": _whole(_cell(row, fields.reach)),
            "language": _cell(row, fields.language),
            "source": _cell(row, fields.source),
        }
        return read_tweet(values, now, "file")

    return read


def _tweet(source: str, row: Row, fields: Fields, at: datetime) -> IncomingTweet:
    number, author = _number(row[fields.id]), _cell(row, fields.author)
    if not 0 < len(number) <= MAX_ID:
        raise IncomingError(RowFault.NO_ID)
    try:
        reach = _whole(_cell(row, fields.reach))
    except IncomingError:
        reach = None
    return IncomingTweet(
        source,
        number,
        read_text(row[fields.text]),
        at,
        str(author)[:MAX_AUTHOR] if author else None,
        reach if isinstance(reach, int) else None,
    )


def _number(cell: Any) -> str:
    try:
        return "" if text_of(cell) is None else read_id(cell)
    except RoundedIdError:
        raise IncomingError(RowFault.ROUNDED_ID) from None


def _iso(cell: Any) -> str | None:
    """Write a time as ISO 8601; what is none stays as it is, to be refused."""
    try:
        return None if text_of(cell) is None else read_moment(cell).isoformat()
    except IncomingError:
        return str(cell)


def _cell(row: Row, place: int | None) -> Any:
    """Return a cell, None where a table writes that it has nothing."""
    if place is None:
        return None
    cell = row[place]
    return None if text_of(cell) is None else cell


def _whole(cell: Any) -> Any:
    """Return a whole number that a data frame wrote as a float, or text; anything else as it is."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str):
        digits = cell.strip().removesuffix(".0")
        if digits.isdecimal() and len(digits) <= _MAX_DIGITS:
            return int(digits)
    return cell
