"""States of connectors: how their sources fare, and how far each stream is fetched."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import ConnectorState, SourceState, Stream
from airparadis.domain.radar.sources.gaps import MAX_LOST, LostGap
from airparadis.domain.radar.sources.names import SourceName
from airparadis.domain.radar.sources.source_faults import SourceFault
from airparadis.services.radar import reading, streams

_log = logging.getLogger(__name__)


def stream_state(session: Session, stream_id: int, now: datetime, connector: str) -> ConnectorState:
    """Return the state of a stream at a source, made if there is none; the caller commits."""
    state = session.get(ConnectorState, (stream_id, connector), populate_existing=True)
    if state is None:
        state = ConnectorState(
            stream_id=stream_id, connector=connector, failures=0, updated_at=now, gaps=[], lost=[]
        )
        session.add(state)
    return state


def source_state(session: Session, connector: str, now: datetime) -> SourceState:
    """Return the state of a source, made if there is none; the caller commits."""
    state = session.get(SourceState, connector, populate_existing=True)
    if state is None:
        state = SourceState(connector=connector, failures=0, updated_at=now)
        session.add(state)
    return state


def is_resting(session: Session, connector: str, now: datetime) -> bool:
    """Return whether a source is to be left alone at present."""
    state = session.get(SourceState, connector, populate_existing=True)
    return state is not None and state.not_before is not None and now < state.not_before


def record_fault(
    session: Session,
    connector: str,
    fault: SourceFault,
    now: datetime,
    pause: timedelta | None = None,
) -> None:
    """Record that a source failed, and until when it rests; logs a fault once. Commits."""
    begin_write(session)
    state = source_state(session, connector, now)
    is_new = state.last_error != fault.message
    _fail(state, fault, now, pause)
    session.commit()
    if is_new:
        _log.warning("%s: %s; again at %s", connector, fault.message, state.not_before)


def record_success(session: Session, connector: str, now: datetime) -> None:
    """Record that a source answered; commits."""
    begin_write(session)
    mark_heard(session, connector, now)
    session.commit()


def mark_heard(session: Session, connector: str, now: datetime) -> None:
    """Record that a source answered, in a transaction that the caller commits."""
    state = source_state(session, connector, now)
    if state.last_error is not None:
        _log.warning("%s: answers again", connector)
    state.failures, state.last_error, state.not_before = 0, None, None
    state.heard_at = state.updated_at = now


def record_stream_fault(
    session: Session, stream_id: int, connector: str, fault: SourceFault, now: datetime
) -> None:
    """Record that a source refuses one stream, which rests alone; commits."""
    begin_write(session)
    if session.get(Stream, stream_id, populate_existing=True) is None:  # removed meanwhile
        session.rollback()
        return
    state = stream_state(session, stream_id, now, connector)
    is_new = state.last_error != fault.message
    _fail(state, fault, now, None)
    session.commit()
    if is_new:
        _log.warning("%s: stream %s: %s", connector, stream_id, fault.message)


def record_loss(
    session: Session, source: SourceName, begin: datetime, end: datetime, now: datetime
) -> None:
    """Name a time of which a source that all streams share no longer has its tweets; commits."""
    begin_write(session)
    for stream in streams.all_streams(session, source):
        size = reading.estimated_tweets(session, stream.id, begin, end)
        state = stream_state(session, stream.id, now, source)
        state.lost = [LostGap(begin, end, size).to_json(), *state.lost][:MAX_LOST]
        state.updated_at = now
    session.commit()
    _log.warning("%s: a gap from %s to %s is given up", source, begin, end)


def _fail(
    state: SourceState | ConnectorState,
    fault: SourceFault,
    now: datetime,
    pause: timedelta | None,
) -> None:
    state.failures += 1
    state.last_error, state.updated_at = fault.message, now
    state.not_before = now + (fault.pause(state.failures) if pause is None else pause)
