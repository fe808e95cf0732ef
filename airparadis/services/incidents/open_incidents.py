"""The incidents that are not resolved, over all causes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, selectinload

from airparadis.db.tables import Incident
from airparadis.domain.incidents.incident import Cause, IncidentState


@dataclass(frozen=True, slots=True)
class OpenIncidents:
    """The incidents that are not resolved; first those nobody has taken on, then the latest."""

    items: Sequence[Incident]

    @property
    def bursts(self) -> int:
        """Streams with more or worse tweets than usual."""
        return sum(incident.cause is Cause.BURST for incident in self.items)

    @property
    def errors(self) -> int:
        """Incidents of predictions reported wrong: at most one."""
        return len(self.items) - self.bursts

    @property
    def unacknowledged(self) -> int:
        """Incidents that nobody has acknowledged or snoozed."""
        return sum(incident.state is IncidentState.OPEN for incident in self.items)


def read(session: Session) -> OpenIncidents:
    """Read every incident that is not resolved."""
    first = case((Incident.state == IncidentState.OPEN, 0), else_=1)
    open_ones = select(Incident).where(Incident.state != IncidentState.RESOLVED)
    rows = open_ones.order_by(first, Incident.id.desc())
    loaded = rows.options(selectinload(Incident.burst), selectinload(Incident.messages))
    return OpenIncidents(session.scalars(loaded).all())


def count(session: Session) -> int:
    """Count the incidents that are not resolved."""
    unresolved = Incident.state != IncidentState.RESOLVED
    return session.scalar(select(func.count()).select_from(Incident).where(unresolved)) or 0
