"""Hold X's filtered stream open: rules in sync, tweets stored, gaps filled by search."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, Protocol

from sqlalchemy import select

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.db.tables import ConnectorState
from airparadis.domain.radar.sources.names import SourceName
from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault
from airparadis.domain.radar.sources.x_api import SOURCE, build_query
from airparadis.domain.radar.sources.x_stream import Line, StreamEnd, read_line, stream_pause
from airparadis.lib.translation import N_
from airparadis.services.radar import streams
from airparadis.services.radar.accept import take
from airparadis.services.radar.connectors import states
from airparadis.services.radar.connectors.connector import Intake, SourceError
from airparadis.services.radar.connectors.x.client import XClient
from airparadis.services.radar.connectors.x.search import fetch
from airparadis.services.radar.connectors.x.state import STREAM
from airparadis.services.radar.connectors.x.stream import Rules, XStream

HEARTBEAT: Final = timedelta(seconds=30)
MIN_CONNECTION: Final = timedelta(seconds=10)
"""A shorter connection counts as failed; reconnecting at once would hammer X."""

RETRY_REFUSED: Final = timedelta(hours=1)
"""Sooner a rule that X refused is only tried again if its query has changed."""

BLOCK_SIZE: Final = 500
MAX_FILL_PAGES: Final = 20
"""Requests of a search between two readings of the stream."""

PATIENCE_SECONDS = 1.0
"""The wait for a line; a longer one would keep a scheduler from ending."""


class Lines(Protocol):
    """An open stream."""

    def waiting(self, seconds: float) -> Iterator[bytes]:
        """Yield the lines that came within `seconds`; SourceError once the stream has ended."""

    def close(self) -> None:
        """Close it."""


class StreamApi(Protocol):
    """Rules and the stream that they make."""

    def sync(self, queries: Mapping[int, str], now: datetime) -> Rules:
        """Make the rules ours, or raise SourceError."""

    def open(self, now: datetime) -> Lines:
        """Open the stream, or raise SourceError."""


class Listener:
    """Listens until it is to stop, and reconnects as X asks."""

    def __init__(self, intake: Intake, api: StreamApi, client: XClient) -> None:
        self._intake = intake
        self._api = api
        self._client = client
        self._caught_up = frozenset[int]()
        """Streams of which nothing newer is missing: their place may move on."""
        self._refused = dict[int, tuple[str, datetime]]()
        """Queries of rules that X refused, and when."""

    def listen(self) -> None:
        """Hold the stream open; everything is committed."""
        failures, intake = 0, self._intake
        while intake.keep_on():
            begun = intake.clock()
            try:
                self._hold()
            except SourceError as error:
                now = intake.clock()
                has_stood = now - begun >= MIN_CONNECTION
                is_end = error.fault.kind is FaultKind.NETWORK and has_stood
                failures = 0 if is_end else failures + 1
                pause = stream_pause(error.fault, failures)
                intake.session.rollback()
                states.record_fault(intake.session, STREAM, error.fault, now, pause)
                intake.wait(pause.total_seconds())

    def _hold(self) -> None:
        self._caught_up = frozenset()
        keep_on, clock = self._intake.keep_on, self._intake.clock
        ruled = self._sync()
        lines = self._api.open(clock())
        try:
            self._fill(ruled)  # what comes meanwhile waits in the stream
            looked = clock()
            while keep_on():
                self._store(lines.waiting(PATIENCE_SECONDS))
                if clock() - looked >= HEARTBEAT:
                    looked = clock()
                    ruled = self._sync()
                    self._fill(ruled)
        finally:
            lines.close()

    def _sync(self) -> frozenset[int]:
        """Bring the rules in line; a refused one is recorded beside its stream."""
        session, now = self._intake.session, self._intake.clock()
        queries = {
            stream.id: build_query(stream.terms, stream.languages)
            for stream in streams.all_streams(session, SourceName.X)
        }
        session.rollback()  # nothing waits for a network in a transaction
        wanted = {n: query for n, query in queries.items() if not self._is_refused(n, query, now)}
        rules = self._api.sync(wanted, now)
        for number, reason in rules.refused.items():
            self._refused[number] = queries[number], now
            fault = SourceFault(FaultKind.REQUEST, title=reason)
            states.record_stream_fault(session, number, STREAM, fault, now)
        self._forget_refusals(rules.ruled)
        return rules.ruled

    def _is_refused(self, number: int, query: str, now: datetime) -> bool:
        refused, at = self._refused.get(number, ("", now))
        return refused == query and now - at < RETRY_REFUSED

    def _forget_refusals(self, ruled: frozenset[int]) -> None:
        session = self._intake.session
        refused = select(ConnectorState.stream_id).where(ConnectorState.connector == STREAM)
        old = ruled.intersection(session.scalars(refused))
        if old:
            begin_write(session)
            for number in old:
                session.delete(states.stream_state(session, number, self._intake.clock(), STREAM))
            session.commit()
        session.rollback()

    def _fill(self, ruled: frozenset[int]) -> None:
        """Search for what was missed before and between connections, and for what has no rule."""
        session = self._intake.session
        self._caught_up &= ruled
        behind = {
            stream.id for stream in streams.all_streams(session, SourceName.X)
        } - self._caught_up
        fetch(self._client, self._intake, heads=behind, max_pages=MAX_FILL_PAGES)
        now = self._intake.clock()
        if not states.is_resting(session, SOURCE, now):
            self._caught_up |= ruled.intersection(self._at_rest(behind))
        states.record_success(session, STREAM, now)

    def _at_rest(self, behind: Iterable[int]) -> set[int]:
        session = self._intake.session
        found = (session.get(ConnectorState, (number, SOURCE)) for number in behind)
        return {state.stream_id for state in found if state and not state.failures}

    def _store(self, came: Iterator[bytes]) -> None:
        session, now = self._intake.session, self._intake.clock()
        lines, end = list[Line](), None
        try:
            for text in islice(came, BLOCK_SIZE):
                line = read_line(text, now)
                lines += [line] if line else []
        except StreamEnd as announced:
            end = str(announced)
        if lines:
            take(session, self._intake.classifier(), [line.tweet for line in lines], now)
            self._move_on(lines, now)
            session.commit()
        if end:
            raise SourceError(SourceFault(FaultKind.NETWORK, title=end))

    def _move_on(self, lines: Iterable[Line], now: datetime) -> None:
        newest: dict[int, int] = {}
        for line in lines:
            for stream in line.streams & self._caught_up:
                newest[stream] = max(newest.get(stream, 0), int(line.tweet.source_id))
        watched = {stream.id for stream in streams.all_streams(self._intake.session, SourceName.X)}
        for number in newest.keys() & watched:
            state = states.stream_state(self._intake.session, number, now, SOURCE)
            if newest[number] > int(state.since_id or 0):
                state.since_id, state.updated_at = str(newest[number]), now


@dataclass(frozen=True, slots=True)
class XFilteredStream:
    """The filtered stream, if the settings ask for it."""

    name: str = STREAM
    label: str = N_("Stream from X")
    is_continuous: bool = True

    def is_configured(self, config: Config) -> bool:
        """Return whether there is a bearer token, and the stream is on."""
        return bool(config.x_bearer_token and config.x_stream)

    def run(self, config: Config, intake: Intake) -> None:
        """Listen until the process stops."""
        client = XClient(config.x_api_url, config.x_bearer_token)
        Listener(intake, XStream(client), client).listen()


CONNECTOR = XFilteredStream()
