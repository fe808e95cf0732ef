"""Open, update and resolve the incident of the error window; hand out its notification once."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from airparadis.database import begin_write
from airparadis.domain.incident import IncidentState, Report, WindowRule, distinct, retry_delay
from airparadis.models import Feedback, Incident, Prediction

LOOKBACK = timedelta(days=1)
MAX_NOTIFY_ATTEMPTS = 20
LEASE = timedelta(minutes=2)


def check_error_window(session: Session, rule: WindowRule, now: datetime) -> Incident | None:
    """Bring the incident in line with the votes.

    Without an open incident, one is opened if the rule trips on reports that no earlier incident
    has dealt with. An open one takes in further reports, and is resolved after a quiet window.

    Returns:
        The incident if this very call opened it, else None. Its notification is owed from then on.
    """
    begin_write(session)
    incident = _latest(session)
    if incident is None or incident.state is IncidentState.RESOLVED:
        return _open(session, rule, now, after=incident.last_report_at if incident else None)
    _update(session, incident, rule, now)
    return None


def _latest(session: Session) -> Incident | None:
    return session.scalar(select(Incident).order_by(Incident.id.desc()).limit(1))


def _reports(session: Session, since: datetime, *, inclusive: bool) -> list[Report]:
    rows = session.execute(
        select(Feedback.prediction_id, Feedback.voted_at).where(
            Feedback.is_correct.is_(False),
            Feedback.voted_at >= since if inclusive else Feedback.voted_at > since,
        )
    )
    return [Report(prediction_id, voted_at) for prediction_id, voted_at in rows]


def _open(
    session: Session, rule: WindowRule, now: datetime, after: datetime | None
) -> Incident | None:
    since = max(now - LOOKBACK, after) if after else now - LOOKBACK
    reports = rule.first_trip(_reports(session, since, inclusive=False))
    if reports is None:
        return None
    incident = Incident(
        state=IncidentState.OPEN,
        threshold=rule.threshold,
        window_seconds=int(rule.window.total_seconds()),
        first_report_at=reports[0].at,
        last_report_at=reports[-1].at,
        report_count=len(distinct(reports)),
        opened_at=now,
        notify_after=now,
        notify_attempts=0,
    )
    session.add(incident)
    session.flush()
    return incident


def _update(session: Session, incident: Incident, rule: WindowRule, now: datetime) -> None:
    reports = _reports(session, incident.first_report_at, inclusive=True)
    if reports:
        incident.report_count = max(incident.report_count, len(distinct(reports)))
        latest = max(report.at for report in reports)
        incident.last_report_at = max(incident.last_report_at, latest)
    if rule.is_quiet(incident.last_report_at, now):
        incident.state = IncidentState.RESOLVED
        incident.resolved_at = now


def claim_notification(session: Session, now: datetime) -> Incident | None:
    """Take one owed notification, or None.

    The claim is a lease: another scheduler process cannot take the same notification while this
    one sends it, and if this one dies, it is owed again once the lease is over.
    """
    begin_write(session)
    incident = session.scalar(
        select(Incident).where(Incident.notify_after <= now).order_by(Incident.id).limit(1)
    )
    if incident is None:
        return None
    result = session.execute(
        update(Incident)
        .where(Incident.id == incident.id, Incident.notify_after == incident.notify_after)
        .values(notify_after=now + LEASE, notify_attempts=Incident.notify_attempts + 1)
    )
    session.refresh(incident)
    return incident if isinstance(result, CursorResult) and result.rowcount else None


def settle_notification(incident: Incident, *, delivered: bool, now: datetime) -> None:
    """Record how a claimed notification went; a failed one is owed again, a bounded time."""
    if delivered:
        incident.notified_at = now
        incident.notify_after = None
    elif incident.notify_attempts >= MAX_NOTIFY_ATTEMPTS:
        incident.notify_after = None
    else:
        incident.notify_after = now + retry_delay(incident.notify_attempts)


def waive_notification(incident: Incident) -> None:
    """Nothing is owed: there is no way to notify anybody."""
    incident.notify_after = None


def reported_predictions(session: Session, incident: Incident, limit: int = 20) -> list[Prediction]:
    """The predictions that the incident is about, oldest first."""
    reported = select(Feedback.prediction_id).where(
        Feedback.is_correct.is_(False),
        Feedback.voted_at.between(incident.first_report_at, incident.last_report_at),
    )
    return list(
        session.scalars(
            select(Prediction)
            .where(Prediction.id.in_(reported))
            .order_by(Prediction.id)
            .limit(limit)
        )
    )


def recent(session: Session, limit: int = 10) -> list[Incident]:
    """The latest incidents, open one first."""
    return list(session.scalars(select(Incident).order_by(Incident.id.desc()).limit(limit)))
