"""Fetch timelines of a Mastodon server, oldest first: what matches a stream is stored."""

from collections import deque
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.domain.radar.sources.mastodon import (
    MAX_RESULTS,
    SOURCE,
    Page,
    read_page,
    request_of,
)
from airparadis.domain.radar.sources.names import SourceName
from airparadis.lib.translation import N_
from airparadis.services.radar.connectors import states
from airparadis.services.radar.connectors.connector import Intake, SourceError
from airparadis.services.radar.connectors.http import JsonClient, not_documented
from airparadis.services.radar.connectors.places import store, stored_places
from airparadis.services.radar.preparing import StreamMatcher, watched_at

MAX_PAGES: Final = 50
"""Requests in one pass, of all timelines together; servers allow 300 in five minutes."""


def fetch(client: JsonClient, intake: Intake, timelines: tuple[str, ...]) -> int:
    """Fetch what is new in each timeline, by turns; everything is committed.

    The place in a timeline moves on with each page that is stored, so that an interruption, or a
    pass that ends early, loses nothing. A fault ends the pass.

    Returns:
        The number of new posts that match a stream.
    """
    session, new = intake.session, 0
    wanted = watched_at(session, SourceName.MASTODON)
    if not wanted.terms or states.is_resting(session, SOURCE, intake.clock()):
        session.rollback()
        return 0
    matcher, places = StreamMatcher(wanted), stored_places(session, SOURCE)
    waiting, pages = deque(timelines), 0
    while waiting and pages < MAX_PAGES and intake.keep_on():
        timeline, pages = waiting.popleft(), pages + 1
        since = places.get(timeline)
        try:
            page = _ask(client, intake, timeline, since)
        except SourceError as error:
            states.record_fault(session, SOURCE, error.fault, intake.clock())
            break
        has_moved = page.newest_id is not None and page.newest_id != since
        if has_moved:
            places[timeline] = page.newest_id
        new += store(intake, SOURCE, [*page.posts], matcher, places, intake.clock())
        if since is not None and has_moved and page.size >= MAX_RESULTS:
            waiting.append(timeline)
        if page.pause is not None:
            _rest(intake, page)
            break
    return new


def _ask(client: JsonClient, intake: Intake, timeline: str, since: str | None) -> Page:
    path, params = request_of(timeline, since)
    now = intake.clock()
    body, pause = client.ask("GET", path, now, params=params)
    try:
        page = read_page(body, urlsplit(client.base_url).hostname or "", now)
    except (ValueError, TypeError):
        raise not_documented() from None
    return Page(page.posts, page.newest_id, page.size, pause)


def _rest(intake: Intake, page: Page) -> None:
    now = intake.clock()
    begin_write(intake.session)
    assert page.pause is not None  # noqa: S101 (asked by the caller)
    states.source_state(intake.session, SOURCE, now).not_before = now + page.pause
    intake.session.commit()


@dataclass(frozen=True, slots=True)
class MastodonTimelines:
    """Timelines of a server, once a minute."""

    name: str = SOURCE
    label: str = N_("Timelines of Mastodon")
    is_continuous: bool = False

    def is_configured(self, config: Config) -> bool:
        """Return whether there is a server."""
        return bool(config.mastodon_url)

    def run(self, config: Config, intake: Intake) -> None:
        """Fetch all timelines."""
        client = JsonClient(config.mastodon_url, config.mastodon_token)
        fetch(client, intake, config.mastodon_timelines)


CONNECTOR = MastodonTimelines()
