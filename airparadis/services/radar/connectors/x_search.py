"""Fetch tweets from X, from where the last fetch of a stream ended."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from airparadis.db.tables import ConnectorState, Stream
from airparadis.domain.radar.x_api import (
    FIELDS,
    PATH,
    RATE_WINDOW,
    SOURCE,
    SearchPage,
    build_query,
    pause_after,
    read_page,
)
from airparadis.lib.errors import AirParadisError
from airparadis.ml.contract import Classifier
from airparadis.services.radar import streams
from airparadis.services.radar.accept import take

MAX_PAGES = 50
"""Of one stream in one pass."""


class FetchError(AirParadisError):
    """A source gave no tweets; `not_before` is when it may be asked again, if it said so."""

    def __init__(
        self, message: str, *, not_before: datetime | None = None, is_stale: bool = False
    ) -> None:
        super().__init__(message)
        self.not_before = not_before
        self.is_stale = is_stale
        """Whether the place to go on from is too old for the source."""


class Search(Protocol):
    """Asks for one page of tweets."""

    def page(
        self, query: str, since_id: str | None, token: str | None, now: datetime
    ) -> SearchPage:
        """One page, or raise FetchError."""


@dataclass(frozen=True, slots=True)
class XSearch:
    """The real one."""

    base_url: str
    bearer_token: str
    timeout_seconds: float = 10

    def page(
        self, query: str, since_id: str | None, token: str | None, now: datetime
    ) -> SearchPage:
        """One page of a search.

        Raises:
            FetchError: there is none; the token is not named.
        """
        import requests

        chosen = {"query": query, "since_id": since_id, "next_token": token}
        try:
            response = requests.get(
                self.base_url.rstrip("/") + PATH,
                params=FIELDS | {name: value for name, value in chosen.items() if value},
                headers={"Authorization": f"Bearer {self.bearer_token}"},
                timeout=self.timeout_seconds,
                allow_redirects=False,  # a token must not wander to another host
            )
        except (requests.RequestException, OSError) as error:
            raise FetchError(type(error).__name__) from None
        if response.status_code == 429:
            reset = response.headers.get("x-rate-limit-reset", "")
            until = datetime.fromtimestamp(int(reset), UTC) if reset.isdecimal() else None
            raise FetchError("HTTP 429", not_before=until or now + RATE_WINDOW)
        if response.status_code != 200:
            is_stale = response.status_code == 400 and "since_id" in response.text
            raise FetchError(f"HTTP {response.status_code}", is_stale=is_stale)
        try:
            return read_page(response.json(), now)
        except (ValueError, AttributeError, TypeError, KeyError):
            raise FetchError("an answer that is none") from None


def fetch_all(
    session: Session,
    search: Search,
    classifier: Callable[[], Classifier],
    now: datetime,
    only: Collection[int] | None = None,
) -> int:
    """Fetch what is new for every stream, or for `only` some; a source that fails is left alone
    for a while.

    Returns:
        How many tweets were new. Everything is committed.
    """
    return sum(
        _fetch(session, search, classifier, stream, now)
        for stream in streams.all_streams(session)
        if only is None or stream.id in only
    )


def _fetch(
    session: Session,
    search: Search,
    classifier: Callable[[], Classifier],
    stream: Stream,
    now: datetime,
) -> int:
    state = state_of(session, stream.id, now)
    if state.not_before and now < state.not_before:
        return 0
    query, token, newest, new = build_query(stream.terms, stream.languages), None, state.since_id, 0
    try:
        for number in range(MAX_PAGES):
            page = search.page(query, state.since_id, token, now)
            new += take(session, classifier(), list(page.tweets), now).new
            session.commit()
            if number == 0 and page.newest_id:  # pages go back in time
                newest = page.newest_id
            token = page.next_token
            if token is None:
                break
    except FetchError as error:
        _pause(state_of(session, stream.id, now), error, now)
    else:
        # Only now: broken off half-way, the older half would be lost.
        state = state_of(session, stream.id, now)
        state.since_id, state.failures = newest, 0
        state.not_before, state.last_error, state.updated_at = None, None, now
    session.commit()
    return new


def state_of(
    session: Session, stream_id: int, now: datetime, connector: str = SOURCE
) -> ConnectorState:
    """How far a connector is with a stream; a fresh one begins at the beginning."""
    state = session.get(ConnectorState, (stream_id, connector))
    if state is None:
        state = ConnectorState(stream_id=stream_id, connector=connector, failures=0, updated_at=now)
        session.add(state)
    return state


def _pause(state: ConnectorState, error: FetchError, now: datetime) -> None:
    state.failures += 1
    state.last_error, state.updated_at = str(error), now
    state.not_before = error.not_before or now + pause_after(state.failures)
    if error.is_stale:
        state.since_id = None
    logging.getLogger(__name__).warning("stream %s: X: %s", state.stream_id, error)
