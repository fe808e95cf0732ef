"""Counts of stretches of time, most of them the difference of two that are kept."""

from collections.abc import Iterable, Set
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import PredictionSum
from airparadis.db.tables.tallies import Cells
from airparadis.domain.monitoring.histogram import Measure
from airparadis.services.monitoring import tallies
from airparadis.services.monitoring.intervals import next_hour
from airparadis.services.monitoring.tallies import HOUR, Tally, hour_of

_NOTHING = Tally()
_MEASURES = frozenset(Measure)


class KeptSums:
    """The sums that are kept (`services.rollup`), read once each; beyond them rows are counted.

    Args:
        session: the database.
        version: one model version, None for any.
        edges: beginnings and ends of what will be read; their sums are read together.
    """

    def __init__(
        self, session: Session, version: str | None = None, edges: Iterable[datetime] = ()
    ) -> None:
        self._session, self._version = session, version
        hour = PredictionSum.hour
        rows = session.execute(
            select(PredictionSum.model_version, func.min(hour), func.max(hour)).group_by(
                PredictionSum.model_version
            )
        )
        self._hours: dict[str, tuple[datetime, datetime]] = {
            name: (first, last) for name, first, last in rows
        }
        self._known: dict[tuple[str, datetime], Tally] = {}
        self._read_together({hour for edge in edges for hour in (hour_of(edge), next_hour(edge))})

    @property
    def versions(self) -> list[str]:
        """All that have made a prediction in an hour that is kept."""
        return list(self._hours)

    @property
    def until(self) -> datetime | None:
        """Up to when hours are kept; None before the first."""
        lasts = [last for _, last in self._hours.values()]
        return max(lasts) + HOUR if lasts else None

    def read(self, start: datetime, end: datetime) -> Tally:
        """Count the predictions made in `[start, end)`."""
        first, last = next_hour(start), min(hour_of(end), self.until or start)
        if first >= last:
            return tallies.count(self._session, start, end, self._version)
        return tallies.add(
            (
                tallies.count(self._session, start, first, self._version),
                self._between(first, last),
                tallies.count(self._session, last, end, self._version),
            )
        )

    def _between(self, start: datetime, end: datetime) -> Tally:
        names = self.versions if self._version is None else [self._version]
        found = Tally()
        for name in names:
            if name in self._hours:
                found.add(self._before(name, end))
                found.add(self._before(name, start), times=-1)
        return found

    def _read_together(self, hours: Set[datetime]) -> None:
        """The sums at the beginning of some hours, where the hour before has a row."""
        names = self.versions if self._version is None else [self._version]
        if not hours or not self._hours:
            return
        ends = {last + HOUR for _, last in self._hours.values()}
        query = select(PredictionSum.model_version, PredictionSum.hour, PredictionSum.cells).where(
            PredictionSum.model_version.in_(names),
            PredictionSum.hour.in_([hour - HOUR for hour in hours | ends]),
        )
        for name, hour, cells in self._session.execute(query):
            self._known[name, hour + HOUR] = tally_of(cells)

    def _before(self, version: str, at: datetime) -> Tally:
        """All that a version had counted when the hour `at` began."""
        first, last = self._hours[version]
        if at <= first:
            return _NOTHING
        at = min(at, last + HOUR)
        key = version, at
        if key not in self._known:
            self._known[key] = tally_of(before(self._session, version, at))
        return self._known[key]


def before(session: Session, version: str, at: datetime) -> Cells:
    """A version's sums at the beginning of an hour."""
    query = (
        select(PredictionSum.cells)
        .where(PredictionSum.model_version == version, PredictionSum.hour < at)
        .order_by(PredictionSum.hour.desc())
        .limit(1)
    )
    return _read_today(session.scalar(query) or {})


def _read_today(cells: Cells) -> Cells:
    """Without what is counted no more, as lengths were until November 2026."""
    return {name: bins for name, bins in cells.items() if name in _MEASURES}


def tally_of(cells: Cells) -> Tally:
    """Stored sums as they are worked with."""
    found = Tally()
    for name, bins in _read_today(cells).items():
        measure = Measure(name)
        for place, (count, total) in bins.items():
            found.counts[measure][int(place)] = count
            found.totals.update({measure: total})
    return found
