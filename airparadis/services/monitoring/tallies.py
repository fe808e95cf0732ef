"""Predictions counted by bin: what the figures and charts of the dashboard are made of."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from airparadis.db.base import UTCDateTime
from airparadis.db.tables import Prediction
from airparadis.domain.monitoring.histogram import LATENCY_EDGES, PROBABILITY_EDGES, Measure
from airparadis.domain.predictions.tweet import Unscorable

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Rows = Select[*tuple[Any, ...]]
UNSCORED_BINS = {Unscorable.EMPTY: 0, Unscorable.LANGUAGE: 1}
NEGATIVE_BINS = (len(PROBABILITY_EDGES) + 1) // 2


@dataclass(slots=True)
class Tally:
    """The predictions of a stretch of time, counted by bin."""

    counts: dict[Measure, Counter[int]] = field(
        default_factory=lambda: {measure: Counter() for measure in Measure}
    )
    totals: Counter[Measure] = field(default_factory=Counter)
    """Sum of what was measured; of the confidences for `PROBABILITY`."""

    @property
    def scored(self) -> int:
        """Predictions with a label."""
        return self.counts[Measure.PROBABILITY].total()

    @property
    def negative(self) -> int:
        """Predictions labelled negative: those in the lower half of the bins."""
        counts = self.counts[Measure.PROBABILITY]
        return sum(counts[place] for place in range(NEGATIVE_BINS))

    @property
    def predictions(self) -> int:
        """All predictions."""
        return self.scored + self.counts[Measure.UNSCORED].total()

    def unscored(self, reason: Unscorable) -> int:
        """Predictions without a label for a reason."""
        return self.counts[Measure.UNSCORED][UNSCORED_BINS[reason]]

    def add(self, other: "Tally", times: int = 1) -> None:
        """Count what another has counted, too; take it out again with `times` -1."""
        for measure, counts in other.counts.items():
            mine = self.counts[measure]
            for place, number in counts.items():
                mine[place] += times * number
            self.totals[measure] += times * other.totals[measure]


def add(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def count(session: Session, start: datetime, end: datetime, version: str | None = None) -> Tally:
    """Count the predictions made in `[start, end)` row by row, by one model version or by any."""
    tally = Tally()
    if start == end:
        return tally
    values = {"start": start, "end": end, "version": version}
    rows = session.execute(_counted(version is not None), values)
    for _version, name, place, number, total in rows:
        tally.counts[Measure(name)][place] += number
        tally.totals[Measure(name)] += total
    return tally


def hour_of(at: datetime) -> datetime:
    """The beginning of its hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def day_of(at: datetime) -> datetime:
    """The midnight before it, UTC."""
    return hour_of(at).replace(hour=0)


def cells(start: datetime, end: datetime) -> CompoundSelect[Any]:
    """Rows of model version, measure, bin, count and sum, counted one by one."""
    return _counted(by_version=False).params(start=start, end=end)


_START, _END = bindparam("start", type_=UTCDateTime()), bindparam("end", type_=UTCDateTime())


@cache
def _counted(by_version: bool) -> CompoundSelect[Any]:
    """Built once: for a page of forty buckets, building it anew took longer than running it."""
    chosen = [Prediction.created_at >= _START, Prediction.created_at < _END]
    if by_version:
        chosen.append(Prediction.model_version == bindparam("version"))
    return union_all(*(query.where(*chosen) for query in _measures()))


def _measures() -> tuple[Select[Any], ...]:
    positive = Prediction.probability_positive
    confidence = case((positive >= 0.5, positive), else_=1 - positive)
    latency = Prediction.latency_ms
    reason = case(UNSCORED_BINS, value=Prediction.reason)
    return (
        _by_bin(Measure.PROBABILITY, ladder(positive, PROBABILITY_EDGES), confidence).where(
            positive.is_not(None)
        ),
        _by_bin(Measure.UNSCORED, reason, literal(0)).where(Prediction.reason.is_not(None)),
        _by_bin(Measure.LATENCY, ladder(latency, LATENCY_EDGES), latency),
    )


def _by_bin(measure: Measure, place: ColumnElement[int], value: Any) -> Select[Any]:
    return select(
        Prediction.model_version,
        literal(measure.value).label("measure"),
        place.label("bin"),
        func.count().label("count"),
        func.sum(value).label("total"),
    ).group_by(Prediction.model_version, "bin")


def edge_marks(count: int) -> list[BindParameter[datetime]]:
    """Edges for a `ladder` that is built once; `edge_values` has what they stand for."""
    return [bindparam(f"edge_{place}", type_=UTCDateTime()) for place in range(count)]


def edge_values(edges: Sequence[datetime]) -> dict[str, Any]:
    """Inner edges as the parameters of a statement."""
    return {f"edge_{place}": edge for place, edge in enumerate(edges)}


def ladder(value: Any, edges: Sequence[Any], first: int = 0) -> ColumnElement[int]:
    """`domain.histogram.bin_of` as SQL; bins count from `first`.

    A tree of comparisons, as deep as the logarithm of the edges: a list of them, tried one after
    the other for each row, took several times as long over 100,000 votes.
    """
    if not edges:
        return literal(first)
    middle = len(edges) // 2
    return case(
        (value < edges[middle], ladder(value, edges[:middle], first)),
        else_=ladder(value, edges[middle + 1 :], first + middle + 1),
    )
