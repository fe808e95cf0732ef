"""Poll feeds, each by itself: entries that match a stream are stored."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from urllib.parse import urlsplit

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.domain.radar.sources.names import SourceName
from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault
from airparadis.lib.translation import N_
from airparadis.services.radar.connectors import states
from airparadis.services.radar.connectors.connector import Intake, SourceError
from airparadis.services.radar.connectors.feeds.client import fetch_feed
from airparadis.services.radar.connectors.feeds.reading import SOURCE, read_feed
from airparadis.services.radar.connectors.places import store, stored_places
from airparadis.services.radar.preparing import StreamMatcher, watched_at

INTERVAL: Final = timedelta(minutes=10)
"""Time between two fetches of a feed."""


@dataclass(slots=True)
class FeedState:
    """A feed's marks of the latest version, and when it is asked again."""

    etag: str = ""
    modified: str = ""
    not_before: str = ""
    failures: int = 0
    error: str = ""

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read a stored one."""
        return cls(**value)

    def is_due(self, now: datetime) -> bool:
        """Return whether it is to be asked."""
        return not self.not_before or now >= datetime.fromisoformat(self.not_before)


def poll(intake: Intake, urls: tuple[str, ...]) -> int:
    """Fetch the feeds that are due; everything is committed. A feed that fails rests alone.

    Returns:
        The number of new entries that match a stream.
    """
    session, new = intake.session, 0
    wanted = watched_at(session, SourceName.FEED)
    stored = stored_places(session, SOURCE)
    if not wanted.terms:
        return 0
    feeds = {_key(url): FeedState.from_json(stored.get(_key(url), {})) for url in urls}
    matcher = StreamMatcher(wanted)
    for url in urls:
        feed, now = feeds[_key(url)], intake.clock()
        if not intake.keep_on() or not feed.is_due(now):
            continue
        posts = _ask(url, feed, now)
        places = {key: asdict(state) for key, state in feeds.items()}
        failing = [state for state in feeds.values() if state.error]
        new += store(intake, SOURCE, posts, matcher, places, now, is_heard=not failing)
        if failing:
            _show(intake, failing, now)
    return new


def _ask(url: str, feed: FeedState, now: datetime) -> list[IncomingTweet]:
    """Return the entries of a feed, and bring its state up to date."""
    host = urlsplit(url).hostname or ""
    try:
        fetched = fetch_feed(url, feed.etag, feed.modified, now)
        posts = [] if fetched.content is None else read_feed(fetched.content, host, now)
        if posts is None:
            raise SourceError(SourceFault(FaultKind.ANSWER, title="not a feed"))
    except SourceError as error:
        feed.failures += 1
        feed.error = f"{host}: {error.fault.message}"
        pause = max(error.fault.pause(feed.failures), INTERVAL)
        feed.not_before = (now + pause).isoformat()
        return []
    feed.etag, feed.modified = fetched.etag, fetched.modified
    feed.failures, feed.error, feed.not_before = 0, "", (now + INTERVAL).isoformat()
    return posts


def _show(intake: Intake, failing: list[FeedState], now: datetime) -> None:
    """Put the faults of feeds where the pages read them; other feeds are asked on."""
    begin_write(intake.session)
    state = states.source_state(intake.session, SOURCE, now)
    state.failures = max(feed.failures for feed in failing)
    state.last_error = "; ".join(feed.error for feed in failing)
    state.not_before = min(datetime.fromisoformat(feed.not_before) for feed in failing)
    intake.session.commit()


def _key(url: str) -> str:
    """Return the name of a feed in the database: an address may hold a secret."""
    return hashlib.sha256(url.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Feeds:
    """Feeds of the settings, each every ten minutes."""

    name: str = SOURCE
    label: str = N_("RSS and Atom feeds")
    is_continuous: bool = False

    def is_configured(self, config: Config) -> bool:
        """Return whether there is any."""
        return bool(config.feed_urls)

    def run(self, config: Config, intake: Intake) -> None:
        """Poll the feeds that are due."""
        poll(intake, config.feed_urls)


CONNECTOR = Feeds()
