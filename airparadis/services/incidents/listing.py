"""Lists of incidents, and of the predictions that one is about."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from airparadis.db.tables import Feedback, Incident, Prediction
from airparadis.domain.incidents.incident import Cause
from airparadis.services.incidents.incident_filter import IncidentFilter
from airparadis.services.lists.keyset import NumberedPage

PAGE_SIZE = 20


def reported_predictions(session: Session, incident: Incident, limit: int = 20) -> list[Prediction]:
    """The predictions that an incident of errors is about, oldest first; none of a burst."""
    if incident.cause is not Cause.ERRORS:
        return []
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
    """The latest incidents, unresolved one first."""
    latest = select(Incident).order_by(Incident.id.desc()).limit(limit)
    return list(session.scalars(latest.options(selectinload(Incident.messages))))


def history(
    session: Session,
    page: int = 1,
    size: int = PAGE_SIZE,
    wanted: IncidentFilter | None = None,
) -> NumberedPage[Incident]:
    """The incidents that match a filter, or all, in pages, latest first."""
    matching = select(Incident).where(*(wanted or IncidentFilter()).conditions())
    latest = matching.order_by(Incident.id.desc()).limit(size).offset((page - 1) * size)
    whole = latest.options(selectinload(Incident.messages), selectinload(Incident.events))
    items = session.scalars(whole).all()
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    return NumberedPage(items, page, size, total)
