"""One pass of the radar: forget what is old, match new streams, look at every stream."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.tables import Stream
from airparadis.jobs.error_window import bring_in_line
from airparadis.jobs.grouping import group_pass
from airparadis.notify.notifier import Notifier
from airparadis.services.messages.quiet_hours import current_hours
from airparadis.services.radar import history, privacy, streams, watching
from airparadis.services.radar.evaluate import reach

BATCHES = 20
"""Batches of stored tweets that are scanned for a new stream in one pass."""


def run_once(
    session: Session, config: Config, notifiers: Sequence[Notifier], now: datetime
) -> None:
    """Bring the incidents of all streams in line with their tweets; everything is committed.

    Messages are written, not sent: `watch.run_once` sends them.
    """
    privacy.purge(session, now - timedelta(days=config.radar_retention_days), now)
    session.commit()
    watched = streams.all_streams(session)
    if not watched:
        return
    ready = [stream for stream in watched if _is_complete(session, stream)]
    around = history.background(session, *reach(now))
    policy = watching.policy_of(config.alert_policy)
    quiet = current_hours(session, config)
    told = set[int]()
    for stream in ready:
        check = partial(
            watching.check_stream, session, stream, around, policy, now, zone=config.timezone
        )
        change = bring_in_line(session, check, notifiers, now, quiet)
        told |= {change.incident.id} if change and change.notice else set()
    if len(told) > 1:
        group_pass(session, config, told, notifiers, now)


def _is_complete(session: Session, stream: Stream) -> bool:
    """Look through stored tweets for it; counts that still grow would look like a burst."""
    for _ in range(BATCHES):
        if not stream.unmatched_below:
            return True
        streams.look_back(session, stream)
        session.commit()
    return not stream.unmatched_below
