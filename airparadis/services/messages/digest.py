"""The content of a daily digest, and the time it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Feedback, Incident, OutboxMessage, StoredSetting
from airparadis.domain.incidents.incident import IncidentState, Notice
from airparadis.domain.messages.digest import parse_time
from airparadis.domain.monitoring.figures import Span, Stats
from airparadis.services.monitoring import dashboard, reported_errors

NAME = "digest_at"
SHOWN_WRONG = 5
SHOWN_INCIDENTS = 10


@dataclass(frozen=True, slots=True)
class Digest:
    """The figures of the last 24 hours, the incidents that touched them, the latest errors."""

    stats: Stats
    incidents: Sequence[Incident]
    wrong: Sequence[Feedback]


def gather(session: Session, now: datetime) -> Digest:
    """Read it all; latest first."""
    since = Span.DAY.since(now)
    went_on = or_(Incident.last_report_at >= since, Incident.state != IncidentState.RESOLVED)
    incidents = select(Incident).where(went_on).order_by(Incident.id.desc())
    return Digest(
        dashboard.read(session, Span.DAY, now).stats,
        session.scalars(incidents.limit(SHOWN_INCIDENTS)).all(),
        reported_errors.page(session, reported_errors.Filter(since), size=SHOWN_WRONG).items,
    )


def current_time(session: Session, default: str) -> time | None:
    """Return the time of the daily digest, None if it is off; a stored one overrides `default`."""
    stored = stored_setting(session)
    text = default if stored is None else str(stored.value)
    return parse_time(text) if text else None


def stored_setting(session: Session) -> StoredSetting | None:
    """Return the setting that an administrator stored, with its author and time."""
    return session.get(StoredSetting, NAME, populate_existing=True)


def store_time(session: Session, at: time | None, actor: str, now: datetime) -> None:
    """Overrule the settings; None turns digests off."""
    begin_write(session)
    value = "" if at is None else f"{at:%H:%M}"
    session.merge(StoredSetting(name=NAME, value=value, updated_at=now, updated_by=actor))


def latest_message(session: Session) -> OutboxMessage | None:
    """The digest that was written last."""
    digests = select(OutboxMessage).where(OutboxMessage.notice == Notice.DIGEST)
    return session.scalar(digests.order_by(OutboxMessage.id.desc()).limit(1))
