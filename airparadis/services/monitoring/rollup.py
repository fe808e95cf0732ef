"""Full hours of predictions, counted once and kept: the dashboard need not count them again.

Predictions never change, so an hour that is over stays as it was counted. What is kept of it are
the sums from the beginning: a year is read as fast as a day. What is not kept yet is counted row by
row when asked for (`services.kept_sums`): figures are right at any time, and fast as soon as the
scheduler has caught up.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Prediction, PredictionSum
from airparadis.db.tables.tallies import Cells
from airparadis.services.monitoring import cumulative_counts
from airparadis.services.monitoring.tallies import HOUR, cells, hour_of

GRACE = timedelta(minutes=10)
"""How long a prediction may take to be committed; an hour younger than this is not yet over."""

HOURS_AT_ONCE = 24


def rolled_until(session: Session) -> datetime | None:
    """Up to when full hours are kept; None before the first."""
    last = session.scalar(select(func.max(PredictionSum.hour)))
    return None if last is None else last + HOUR


def roll_up(session: Session, now: datetime, limit: int = HOURS_AT_ONCE) -> int:
    """Count and keep the next hours that are over, oldest first; the caller commits.

    Args:
        session: the database; its write lock is taken, so that two schedulers take turns.
        now: the time.
        limit: the most hours to count in this transaction.

    Returns:
        How many hours were kept: fewer than `limit` once nothing is left to do.
    """
    end = hour_of(now - GRACE)
    if _next(session, end) is None:
        return 0  # without having taken the lock
    begin_write(session)
    for done in range(limit):
        hour = _next(session, end)
        if hour is None:
            return done
        _keep(session, hour)
    return limit


def _next(session: Session, end: datetime) -> datetime | None:
    """The first hour before `end` with predictions that are not kept."""
    since = rolled_until(session)
    query = select(func.min(Prediction.created_at))
    first = session.scalar(query if since is None else query.where(Prediction.created_at >= since))
    return None if first is None or first >= end else hour_of(first)


def _keep(session: Session, hour: datetime) -> None:
    sums: dict[str, Cells] = {}
    for version, measure, place, count, total in session.execute(cells(hour, hour + HOUR)):
        if version not in sums:
            sums[version] = cumulative_counts.before(session, version, hour)
        bins = sums[version].setdefault(measure, {})
        known = bins.get(str(place), (0, 0.0))
        bins[str(place)] = known[0] + count, known[1] + total
    rows = [
        {"model_version": version, "hour": hour, "cells": found} for version, found in sums.items()
    ]
    session.execute(insert(PredictionSum), rows)
