"""Read Jetstream without end: store the posts that match a stream, and the place behind them."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.db.tables import SourceState
from airparadis.domain.radar.sources.bluesky import (
    MIN_GAP,
    OVERLAP,
    SOURCE,
    Event,
    read_event,
    reconnect_pause,
)
from airparadis.domain.radar.sources.names import SourceName
from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault
from airparadis.lib.translation import N_
from airparadis.services.radar import privacy
from airparadis.services.radar.accept import take
from airparadis.services.radar.connectors import states
from airparadis.services.radar.connectors.bluesky.jetstream import FrameTooBigError, Jetstream
from airparadis.services.radar.connectors.connector import Intake, SourceError
from airparadis.services.radar.preparing import StreamMatcher, watched_at

HEARTBEAT: Final = timedelta(seconds=15)
"""Interval at which the position is stored though nothing matched, and streams are read again."""

MIN_CONNECTION: Final = timedelta(seconds=10)
"""A shorter connection counts as failed; reconnecting at once would hammer the server."""

STEP: Final = timedelta(seconds=1)
"""Time skipped after a frame that is too big."""

BLOCK_SIZE: Final = 1_000
MAX_GARBAGE: Final = 1_000
"""Frames in a row that are no events: whatever answers there is no Jetstream."""

PATIENCE_SECONDS = 1.0
"""The wait for a block; a longer one would keep a scheduler from ending."""


class Frames(Protocol):
    """An open connection."""

    def waiting(self, seconds: float, limit: int) -> list[bytes]:
        """Return the frames that came within `seconds`; SourceError once it has ended."""


class Api(Protocol):
    """The interface that opens connections."""

    def open(self, since: datetime | None, now: datetime) -> AbstractContextManager[Frames]:
        """Open one from a time on, or raise SourceError."""


class Listener:
    """Listens until it is to stop; reconnects where it stopped."""

    def __init__(self, intake: Intake, api: Api) -> None:
        self._intake = intake
        self._api = api
        self._matcher: StreamMatcher | None = None
        self._place: datetime | None = None
        """The time of the latest event that was read."""
        self._garbage = 0

    def listen(self) -> None:
        """Hold a connection open; everything is committed."""
        failures, intake = 0, self._intake
        while intake.keep_on():
            begun = intake.clock()
            try:
                self._hold()
            except SourceError as error:
                now, fault = intake.clock(), error.fault
                has_stood = now - begun >= MIN_CONNECTION and fault.kind is FaultKind.NETWORK
                failures = 1 if has_stood else failures + 1
                pause = reconnect_pause(failures)
                if fault.kind not in {FaultKind.NETWORK, FaultKind.SERVER}:
                    pause = fault.pause(failures)
                pause = max(pause, fault.asked_pause or pause)
                intake.session.rollback()
                if isinstance(error, FrameTooBigError):
                    self._step_over(now)
                states.record_fault(intake.session, SOURCE, fault, now, pause)
                intake.wait(pause.total_seconds())

    def _hold(self) -> None:
        intake = self._intake
        if not self._read_streams():
            intake.wait(HEARTBEAT.total_seconds())
            return
        since = self._stored_place()
        intake.session.rollback()  # nothing waits for a network in a transaction
        with self._api.open(since, intake.clock()) as connection:
            self._follow(connection, since)

    def _follow(self, connection: Frames, since: datetime | None) -> None:
        """Read until the process is to stop or no stream is left."""
        intake = self._intake
        looked = intake.clock()
        while intake.keep_on():
            events = self._read(connection.waiting(PATIENCE_SECONDS, BLOCK_SIZE))
            if events and since is not None:
                self._name_gap(since, events[0].at)
                since = None
            is_due = intake.clock() - looked >= HEARTBEAT
            self._store(events, is_due=is_due)
            self._delete(events)
            if is_due:
                looked = intake.clock()
                if not self._read_streams():
                    return

    def _read_streams(self) -> bool:
        """Read what streams look for here; return whether there is any."""
        wanted = watched_at(self._intake.session, SourceName.BLUESKY)
        self._intake.session.rollback()
        self._matcher = StreamMatcher(wanted)
        return bool(wanted.terms)

    def _stored_place(self) -> datetime | None:
        state = self._intake.session.get(SourceState, SOURCE, populate_existing=True)
        return datetime.fromisoformat(state.cursor) if state and state.cursor else None

    def _read(self, frames: list[bytes]) -> list[Event]:
        events, now = list[Event](), self._intake.clock()
        for frame in frames:
            event = read_event(frame, now)
            self._garbage = 0 if event else self._garbage + 1
            events += [event] if event else []
        if self._garbage >= MAX_GARBAGE:
            self._garbage = 0
            raise SourceError(SourceFault(FaultKind.ANSWER, title="no events of Jetstream"))
        return events

    def _store(self, events: list[Event], *, is_due: bool) -> None:
        """Store posts that match, and the place behind them, in one transaction."""
        assert self._matcher is not None  # noqa: S101 (read before the connection is opened)
        posts = [
            event.post
            for event in events
            if event.post and self._matcher.match(event.post.text, event.post.language, SOURCE)
        ]
        if events:
            latest = max(event.at for event in events)
            self._place = max(latest, self._place or latest)
        if not posts and not is_due:
            return
        intake, now = self._intake, self._intake.clock()
        if posts:
            take(intake.session, intake.classifier(), posts, now)  # begins to write
        else:
            begin_write(intake.session)
        states.mark_heard(intake.session, SOURCE, now)
        if self._place:
            self._move_to(self._place, now)
        intake.session.commit()

    def _delete(self, events: list[Event]) -> None:
        """Delete the texts of stored posts that their authors deleted."""
        deleted = [event.deleted for event in events if event.deleted]
        if privacy.purge_posts(self._intake.session, SOURCE, deleted):
            self._intake.session.commit()
        self._intake.session.rollback()  # nothing waits for a network in a transaction

    def _move_to(self, place: datetime, now: datetime) -> None:
        states.source_state(self._intake.session, SOURCE, now).cursor = place.isoformat()

    def _step_over(self, now: datetime) -> None:
        """Go on a second later than was asked for; what is between is given up."""
        place = self._stored_place() or now
        self._intake.session.rollback()
        begin_write(self._intake.session)
        self._move_to(max(self._place or place, place) + OVERLAP + STEP, now)
        self._intake.session.commit()

    def _name_gap(self, since: datetime, first: datetime) -> None:
        """Name what the server no longer had, if it begins later than it was asked to."""
        if first - since >= MIN_GAP:
            states.record_loss(
                self._intake.session, SourceName.BLUESKY, since, first, self._intake.clock()
            )


@dataclass(frozen=True, slots=True)
class BlueskyStream:
    """Jetstream, if the settings name a server."""

    name: str = SOURCE
    label: str = N_("Stream from Bluesky")
    is_continuous: bool = True

    def is_configured(self, config: Config) -> bool:
        """Return whether there is a server."""
        return bool(config.bluesky_jetstream_url)

    def run(self, config: Config, intake: Intake) -> None:
        """Listen until the process stops."""
        Listener(intake, Jetstream(config.bluesky_jetstream_url)).listen()


CONNECTOR = BlueskyStream()
