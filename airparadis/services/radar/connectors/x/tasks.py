"""Tasks of the recent search: the next page of a stream's head or of a gap, and what it leaves."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import ConnectorState, Stream
from airparadis.domain.radar.sources.gaps import MAX_LOST, Gap, LostGap, limit_gaps, moment_of
from airparadis.domain.radar.sources.names import SourceName
from airparadis.domain.radar.sources.x_api import SOURCE, SearchPage, build_query
from airparadis.services.radar import reading, streams
from airparadis.services.radar.connectors import states

REACH: Final = timedelta(days=7)
"""Time covered by the recent search."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """The next page of a stream: of its head, or of a gap."""

    stream_id: int
    query: str
    since: str | None
    gap: Gap | None = None


def plan(session: Session, heads: Collection[int] | None, now: datetime) -> Iterator[Task]:
    """Yield heads, those fetched least lately first, then gaps, the newest first."""
    watched = {stream.id: stream for stream in streams.all_streams(session, SourceName.X)}
    found = {number: session.get(ConnectorState, (number, SOURCE)) for number in watched}
    ready = [number for number, state in found.items() if not _is_resting(state, now)]
    ready.sort(key=lambda number: _updated_at(found[number]))
    for number in ready:
        if heads is None or number in heads:
            state = found[number]
            yield Task(number, _query(watched[number]), state.since_id if state else None)
    for number in ready:
        state = found[number]
        for stored in state.gaps if state else ():
            yield Task(number, _query(watched[number]), None, Gap.from_json(stored))


def _is_resting(state: ConnectorState | None, now: datetime) -> bool:
    return state is not None and state.not_before is not None and now < state.not_before


def _updated_at(state: ConnectorState | None) -> float:
    return state.updated_at.timestamp() if state else 0.0


def _query(stream: Stream) -> str:
    return build_query(stream.terms, stream.languages)


def gap_after(task: Task, page: SearchPage) -> Gap | None:
    """Return what a page leaves to fetch; None if it reaches its beginning."""
    gap, oldest = task.gap, page.oldest_id
    if page.next_token is None:
        return None
    if gap is None:
        return Gap(task.since, oldest, task.query, page.next_token) if oldest else None
    has_token = gap.token is not None and gap.query == task.query
    top = gap.top if has_token else gap.until
    return Gap(gap.since, oldest or gap.until, task.query, page.next_token, top)


def is_stuck(gap: Gap, following: Gap) -> bool:
    """Return whether a page led nowhere: the same tweets, or none and the same token."""
    if int(following.until) > int(gap.until):
        return True
    return following.until == gap.until and following.token == gap.token


def give_up(session: Session, task: Task, now: datetime, *, is_whole: bool = False) -> Task | None:
    """Name what the source no longer has, and go on with what it still has.

    Args:
        session: commits.
        task: the head, or the gap.
        now: the time.
        is_whole: whether nothing of the gap can be fetched.
    """
    gap = task.gap
    begin = moment_of(gap.since if gap else task.since)
    end = (moment_of(gap.until) if gap else None) or now
    if not is_whole:
        end = max(min(end, now - REACH), begin or now - REACH)
    lost = LostGap(begin, end, reading.estimated_tweets(session, task.stream_id, begin, end))
    begin_write(session)
    state = states.stream_state(session, task.stream_id, now, SOURCE)
    state.lost = [lost.to_json(), *state.lost][:MAX_LOST]
    state.updated_at = now
    if gap is None:
        state.since_id = None
    session.commit()
    _log.warning("x: stream %s: a gap since %s is given up", task.stream_id, begin)
    if gap is None:
        return replace(task, since=None)
    rest = None if is_whole else replace(gap.without_token(), since=None)
    replace_gap(session, task, rest, now)
    return replace(task, gap=rest) if rest else None


def replace_gap(session: Session, task: Task, gap: Gap | None, now: datetime) -> None:
    """Put another gap in the place of the task's, or none; commits."""
    begin_write(session)
    state = states.stream_state(session, task.stream_id, now, SOURCE)
    others = [stored for stored in map(Gap.from_json, state.gaps) if stored != task.gap]
    state.gaps = [found.to_json() for found in limit_gaps([*others, *([gap] if gap else [])])]
    session.commit()
