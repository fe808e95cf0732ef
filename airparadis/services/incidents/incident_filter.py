"""Filters of the incident list."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from airparadis.db.tables import Incident
from airparadis.domain.incidents.incident import Cause, IncidentState


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """The filter of the list of incidents; None or False restricts nothing."""

    state: IncidentState | None = None
    is_unresolved: bool = False
    cause: Cause | None = None
    stream_id: int | None = None
    owner: str | None = None
    """The address of an account; "" for incidents without an owner."""
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on `Incident`; `since` and `until` bound its first report."""
        found: list[ColumnElement[bool]] = []
        if self.state:
            found.append(Incident.state == self.state)
        if self.is_unresolved:
            found.append(Incident.state != IncidentState.RESOLVED)
        if self.cause:
            found.append(Incident.cause == self.cause)
        if self.stream_id:
            found += [Incident.cause == Cause.BURST, Incident.subject == str(self.stream_id)]
        if self.owner is not None:
            found.append(Incident.owner == self.owner if self.owner else Incident.owner.is_(None))
        if self.since:
            found.append(Incident.first_report_at >= self.since)
        if self.until:
            found.append(Incident.first_report_at < self.until)
        return found
