"""Hold X's filtered stream open: rules kept in line, tweets stored, gaps filled by search."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import ConnectorState
from airparadis.domain.radar.x_api import build_query
from airparadis.domain.radar.x_stream import Fault, Line, StreamEnd, pause_after, read_line
from airparadis.lib.errors import AirParadisError
from airparadis.ml.contract import Classifier
from airparadis.services.radar import streams
from airparadis.services.radar.accept import take
from airparadis.services.radar.connectors.x_search import Search, fetch_all, state_of

CONNECTOR: Final = "x_stream"
HEARTBEAT: Final = timedelta(seconds=30)
UNHEARD: Final = timedelta(minutes=2)
"""Without a sign of life for so long, recent search takes over."""

LEAST_STAND: Final = timedelta(seconds=10)
"""A connection that ends sooner never stood: come back at once for it, and X would be knocked at
without end."""

MOST_AT_ONCE: Final = 500
PATIENCE_SECONDS = 1.0
"""For the first line; more would keep a scheduler from ending."""

Clock = Callable[[], datetime]
_log = logging.getLogger(__name__)


class ListenError(AirParadisError):
    """There is no stream; `not_before` is when it may be asked for again, if X said so."""

    def __init__(self, fault: Fault, message: str, not_before: datetime | None = None) -> None:
        super().__init__(message)
        self.fault = fault
        self.not_before = not_before


class Lines(Protocol):
    """An open stream."""

    def waiting(self, seconds: float) -> Iterator[bytes]:
        """Lines that came, after `seconds` at most; ListenError once the stream has ended."""

    def close(self) -> None:
        """End it."""


class StreamApi(Protocol):
    """Rules and the stream that they make."""

    def sync(self, queries: Mapping[int, str]) -> frozenset[int]:
        """Make the rules ours; the streams that have one now. Or raise ListenError."""

    def open(self) -> Lines:
        """The stream, or raise ListenError."""


class Listener:
    """Listens until told to stop, and comes back as X asks."""

    def __init__(
        self, session: Session, api: StreamApi, search: Search, classifier: Callable[[], Classifier]
    ) -> None:
        self._session = session
        self._api = api
        self._search = search
        self._classifier = classifier
        self._caught_up = frozenset[int]()
        """Streams of which nothing older is missing: only their place may move on."""

    def listen(
        self, clock: Clock, keep_on: Callable[[], bool], wait: Callable[[float], object]
    ) -> None:
        """Hold the stream open; everything is committed. `wait` sleeps, but not for ever."""
        failures = 0
        while keep_on():
            begun = clock()
            try:
                self._hold(clock, keep_on)
            except ListenError as error:
                stood = error.fault is Fault.LOST and clock() - begun >= LEAST_STAND
                failures = 0 if stood else failures + 1
                fault = error.fault if stood or error.fault is not Fault.LOST else Fault.NETWORK
                pause = max(
                    pause_after(fault, failures),
                    (error.not_before or begun) - clock(),
                )
                self._note(clock(), str(error))
                _log.warning("X stream: %s; again in %s", error, pause)
                wait(pause.total_seconds())

    def _hold(self, clock: Clock, keep_on: Callable[[], bool]) -> None:
        self._caught_up = frozenset()
        ruled = self._sync()
        lines = self._api.open()
        try:
            self._fill(ruled, clock())  # what comes meanwhile waits in the stream
            looked = clock()
            while keep_on():
                self._store(lines.waiting(PATIENCE_SECONDS), clock)
                if clock() - looked >= HEARTBEAT:
                    looked = clock()
                    ruled = self._sync()
                    self._fill(ruled, looked)
        finally:
            lines.close()

    def _sync(self) -> frozenset[int]:
        every = streams.all_streams(self._session)
        queries = {each.id: build_query(each.terms, each.languages) for each in every}
        self._session.commit()
        return self._api.sync(queries)

    def _fill(self, ruled: frozenset[int], now: datetime) -> None:
        """Search for what was missed before and between connections, and for what has no rule."""
        self._caught_up &= ruled
        every = [each.id for each in streams.all_streams(self._session)]
        behind = [number for number in every if number not in self._caught_up]
        if behind:
            fetch_all(self._session, self._search, self._classifier, now, behind)
            at_rest = {n for n in behind if state_of(self._session, n, now).failures == 0}
            self._session.commit()
            self._caught_up |= ruled & at_rest
        self._note(now, None)

    def _store(self, came: Iterator[bytes], clock: Clock) -> None:
        now, lines, end = clock(), list[Line](), None
        try:
            for text in islice(came, MOST_AT_ONCE):
                line = read_line(text, now)
                lines += [line] if line else []
        except StreamEnd as told:
            end = str(told)
        if lines:
            take(self._session, self._classifier(), [each.tweet for each in lines], now)
            self._move_on(lines, now)
            self._session.commit()
        if end:
            raise ListenError(Fault.LOST, end)

    def _move_on(self, lines: Iterable[Line], now: datetime) -> None:
        newest: dict[int, int] = {}
        for each in lines:
            for stream in each.streams & self._caught_up:
                newest[stream] = max(newest.get(stream, 0), int(each.tweet.source_id))
        for stream, number in newest.items():
            state = state_of(self._session, stream, now)
            if number > int(state.since_id or 0):
                state.since_id, state.updated_at = str(number), now

    def _note(self, now: datetime, error: str | None) -> None:
        self._session.rollback()
        for each in streams.all_streams(self._session):
            state = state_of(self._session, each.id, now, CONNECTOR)
            state.last_error, state.updated_at = error, now
            state.failures = state.failures + 1 if error else 0
        self._session.commit()


def is_heard(session: Session, now: datetime) -> bool:
    """Whether a stream stands: then nobody needs to search every minute."""
    latest = session.scalar(
        select(func.max(ConnectorState.updated_at)).where(
            ConnectorState.connector == CONNECTOR, ConnectorState.last_error.is_(None)
        )
    )
    return latest is not None and now - latest < UNHEARD
