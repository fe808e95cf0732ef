"""Fetch tweets from X's recent search: what is new, then the gaps that were left.

A stream's head is one page, newer than everything that is stored; what that page does not reach is
a gap, and gaps are closed page by page, over passes and restarts, the streams by turns.
"""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.db.tables import Stream
from airparadis.domain.radar.sources.gaps import Gap, limit_gaps
from airparadis.domain.radar.sources.x_api import SOURCE, SearchPage
from airparadis.lib.translation import N_
from airparadis.services.radar.accept import take
from airparadis.services.radar.connectors import states
from airparadis.services.radar.connectors.connector import Intake, SourceError
from airparadis.services.radar.connectors.x.client import XClient
from airparadis.services.radar.connectors.x.state import is_heard
from airparadis.services.radar.connectors.x.tasks import (
    Task,
    gap_after,
    give_up,
    is_stuck,
    plan,
    replace_gap,
)

MAX_PAGES: Final = 100
"""Maximum in one pass, of all streams together."""


def fetch(
    client: XClient,
    intake: Intake,
    *,
    heads: Collection[int] | None = None,
    max_pages: int = MAX_PAGES,
) -> int:
    """Fetch what is new and what is missing, all streams by turns; everything is committed.

    A fault of the source ends the pass; a query that it refuses rests alone.

    Args:
        client: the API.
        intake: session, model and clock.
        heads: streams to fetch new tweets of, None for all; gaps are closed of all.
        max_pages: requests at most.

    Returns:
        The number of new tweets.
    """
    session, new = intake.session, 0
    if states.is_resting(session, SOURCE, intake.clock()):
        session.rollback()
        return 0
    tasks = deque(plan(session, heads, intake.clock()))
    session.rollback()  # nothing waits for a network in a transaction
    while tasks and max_pages > 0 and intake.keep_on():
        task, now, max_pages = tasks.popleft(), intake.clock(), max_pages - 1
        try:
            page = _ask(client, task, now)
        except SourceError as error:
            if error.fault.kind.is_of_the_source:
                states.record_fault(session, SOURCE, error.fault, now)
                break
            again = _refused(session, task, error, now)
            tasks.extend([again] if again else [])
            continue
        stored, following = _store(intake, task, page, now)
        new += stored
        tasks.extend([following] if following else [])
        if page.pause is not None:
            _rest(session, now, page)
            break
    return new


def _ask(client: XClient, task: Task, now: datetime) -> SearchPage:
    gap = task.gap
    if gap is None:
        return client.search(task.query, now, since=task.since, until=None, token=None)
    if gap.token and gap.query == task.query:
        return client.search(task.query, now, since=gap.since, until=gap.top, token=gap.token)
    return client.search(task.query, now, since=gap.since, until=gap.until, token=None)


def _store(intake: Intake, task: Task, page: SearchPage, now: datetime) -> tuple[int, Task | None]:
    """Store a page and the place that it leads to in one transaction.

    Returns:
        How many tweets were new, and the task that follows.
    """
    session = intake.session
    new = take(session, intake.classifier(), list(page.tweets), now).new  # begins to write
    if session.get(Stream, task.stream_id, populate_existing=True) is None:  # removed meanwhile
        session.commit()
        return new, None
    state = states.stream_state(session, task.stream_id, now, SOURCE)
    gap = gap_after(task, page)
    states.mark_heard(session, SOURCE, now)
    gaps = [stored for stored in map(Gap.from_json, state.gaps) if stored != task.gap]
    if task.gap is None and page.newest_id:
        state.since_id = max(page.newest_id, state.since_id or "0", key=int)
    state.gaps = [found.to_json() for found in limit_gaps([*gaps, *([gap] if gap else [])])]
    state.failures, state.last_error, state.not_before, state.updated_at = 0, None, None, now
    if gap is not None and task.gap is not None and is_stuck(task.gap, gap):
        give_up(session, replace(task, gap=gap), now, is_whole=True)
        return new, None
    session.commit()
    following = Task(task.stream_id, task.query, None, gap) if gap and page.pause is None else None
    return new, following


def _refused(session: Session, task: Task, error: SourceError, now: datetime) -> Task | None:
    """Record a refused query; return what to try instead, if anything."""
    gap = task.gap
    if gap is not None and gap.token and gap.query == task.query:
        bare = gap.without_token()
        replace_gap(session, task, bare, now)
        return replace(task, gap=bare)
    text = f"{error.fault.title} {error.fault.detail}".lower()
    if "since_id" in text and (gap.since if gap else task.since):
        return give_up(session, task, now)
    if "until_id" in text and gap is not None:
        return give_up(session, task, now, is_whole=True)
    states.record_stream_fault(session, task.stream_id, SOURCE, error.fault, now)
    return None


def _rest(session: Session, now: datetime, page: SearchPage) -> None:
    begin_write(session)
    assert page.pause is not None  # noqa: S101 (asked by the caller)
    states.source_state(session, SOURCE, now).not_before = now + page.pause
    session.commit()


@dataclass(frozen=True, slots=True)
class XSearch:
    """Recent search, once a minute; while the filtered stream is heard, it does this itself."""

    name: str = SOURCE
    label: str = N_("Search on X")
    is_continuous: bool = False

    def is_configured(self, config: Config) -> bool:
        """Return whether there is a bearer token."""
        return bool(config.x_bearer_token)

    def run(self, config: Config, intake: Intake) -> None:
        """Fetch all streams."""
        if config.x_stream and is_heard(intake.session, intake.clock()):
            intake.session.rollback()
            return
        fetch(XClient(config.x_api_url, config.x_bearer_token), intake)


CONNECTOR = XSearch()
