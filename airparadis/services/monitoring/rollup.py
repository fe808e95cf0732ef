"""Full hours of predictions, rolled up into sums from the beginning (`PredictionSum`).

Predictions never change, so an hour that is over is counted once. Sums from the beginning make a
year as fast to read as a day.
"""

from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Prediction, PredictionSum
from airparadis.services.monitoring import tallies
from airparadis.services.monitoring.intervals import HOUR, floor, intervals_between
from airparadis.services.monitoring.tallies import Row, Tally

GRACE = timedelta(minutes=10)
"""Time that committing a prediction may take; a younger hour is not rolled up yet."""

HOURS_AT_ONCE = 24


def roll_up(session: Session, now: datetime, limit: int = HOURS_AT_ONCE) -> int:
    """Roll up the next hours that are over, oldest first; the caller commits.

    Args:
        session: the database; its write lock is taken, so that two schedulers take turns.
        now: the time.
        limit: how far to go in this transaction, in hours.

    Returns:
        How many hours with predictions were rolled up; 0 once nothing is left to do.
    """
    end = floor(now - GRACE, HOUR)
    if _next_hour(session, end) is None:
        return 0  # without having taken the lock
    begin_write(session)
    first = _next_hour(session, end)
    if first is None:
        return 0  # another scheduler was faster
    hours = [first + number * HOUR for number in range(min(limit, (end - first) // HOUR) + 1)]
    rows, sums = sorted(tallies.count_rows(session, intervals_between(hours))), dict[str, Tally]()
    groups = [(hours[bucket], [*found]) for bucket, found in groupby(rows, key=itemgetter(0))]
    for hour, found in groups:
        _store(session, hour, found, sums)
    return len(groups)


def _next_hour(session: Session, end: datetime) -> datetime | None:
    """Return the first hour before `end` with predictions that are not rolled up."""
    last = session.scalar(select(func.max(PredictionSum.hour)))
    query = select(func.min(Prediction.created_at))
    query = query if last is None else query.where(Prediction.created_at >= last + HOUR)
    first = session.scalar(query)
    return None if first is None or first >= end else floor(first, HOUR)


def _store(session: Session, hour: datetime, rows: list[Row], sums: dict[str, Tally]) -> None:
    """Add an hour to the sums of its versions, and store these."""
    versions = {version for _, version, *_ in rows}
    for version in versions - {*sums}:
        cells = session.scalar(select(tallies.sums_before(version, hour)))
        sums[version] = Tally(cells or {})
    for _, version, measure, number, count, total in rows:
        sums[version].add(measure, number, count, total)
    session.execute(
        insert(PredictionSum),
        [{"model_version": name, "hour": hour, "cells": sums[name].cells} for name in versions],
    )
