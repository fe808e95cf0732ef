"""Votes counted by when their predictions were made and by the confidence in these."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, case, func, select, true
from sqlalchemy.orm import Session

from airparadis.db.tables import Feedback, VoteDay, VoteTally
from airparadis.db.tables.tallies import UNSCORED
from airparadis.domain.monitoring.histogram import CONFIDENCE_EDGES
from airparadis.services.monitoring.intervals import (
    DAY,
    HOUR,
    Interval,
    intervals_between,
    join_intervals,
    split,
)
from airparadis.services.monitoring.tallies import bin_in_sql

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class VoteCell(NamedTuple):
    """Votes on the predictions of one bucket of time and one bin of confidence."""

    bucket: int
    bin: int
    """`UNSCORED` for predictions that were not scored."""
    votes: int
    wrong_votes: int
    voted: int
    """Distinct predictions voted on."""
    wrong: int
    """Distinct predictions that somebody reported wrong."""
    confidence: float
    """Sum over the distinct predictions."""


def read(session: Session, edges: Iterable[datetime], version: str | None = None) -> list[VoteCell]:
    """Count the votes on predictions made between each two edges, by one model version or by any.

    Full days and hours are read from their tallies, the rest is counted vote by vote: a bucket may
    come in several cells of one bin.
    """
    days, rest = split(intervals_between(edges), DAY)
    hours, rest = split(rest, HOUR)
    return [
        *_read_tally(session, VoteDay, VoteDay.day, days, version),
        *_read_tally(session, VoteTally, VoteTally.hour, hours, version),
        *count_votes(session, rest, version),
    ]


def count_wrong_votes(session: Session, since: datetime | None, version: str | None) -> int:
    """Count the votes that call a prediction wrong which was made at `since` or later."""
    first, last = _ALWAYS
    return sum(cell.wrong_votes for cell in read(session, [since or first, last], version))


def count_votes(
    session: Session, intervals: Sequence[Interval], version: str | None = None
) -> list[VoteCell]:
    """Count the votes of intervals one by one."""
    bucket, joined = join_intervals(session, intervals, Feedback, Feedback.predicted_at)
    is_wrong = case((Feedback.is_correct.is_(False), 1), else_=0)
    predictions = (
        select(
            bucket,
            Feedback.confidence,
            func.count().label("votes"),
            func.sum(is_wrong).label("wrong_votes"),
            func.max(is_wrong, type_=Integer).label("is_wrong"),
        )
        .select_from(joined)
        .where(_is_of(Feedback, version))
        .group_by(bucket, Feedback.prediction_id, Feedback.predicted_at, Feedback.confidence)
    ).subquery("prediction_votes")
    of, confidence = predictions.c, predictions.c.confidence
    number = case(
        (confidence == 0, UNSCORED),
        else_=bin_in_sql("prediction_votes.confidence", CONFIDENCE_EDGES),
    )
    query = select(
        *(of.bucket, number.label("bin"), func.sum(of.votes), func.sum(of.wrong_votes)),
        *(func.count(), func.sum(of.is_wrong), func.sum(confidence)),
    ).group_by(of.bucket, "bin")
    return [VoteCell(*row) for row in session.execute(query)]


def _read_tally(
    session: Session,
    tally: type[VoteDay] | type[VoteTally],
    at: Any,
    intervals: Sequence[Interval],
    version: str | None,
) -> list[VoteCell]:
    bucket, joined = join_intervals(session, intervals, tally, at)
    sums = (tally.votes, tally.wrong_votes, tally.voted, tally.wrong, tally.confidence)
    query: Select[*tuple[Any, ...]] = select(bucket, tally.bin, *map(func.sum, sums))
    query = query.select_from(joined).where(_is_of(tally, version)).group_by(bucket, tally.bin)
    return [VoteCell(*row) for row in session.execute(query)]


def _is_of(table: Any, version: str | None) -> ColumnElement[bool]:
    return true() if version is None else table.model_version == version
