"""Predictions counted by bin: what the figures and charts of the dashboard are made of."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Executable,
    Integer,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from airparadis.database import UTCDateTime
from airparadis.domain.histogram import (
    LATENCY_EDGES,
    LENGTH_EDGES,
    PROBABILITY_EDGES,
    Measure,
)
from airparadis.domain.tweet import Unscorable
from airparadis.models import Prediction, PredictionTally

HOUR = timedelta(hours=1)
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


def add(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    total = Tally()
    for tally in tallies:
        total.totals.update(tally.totals)
        for measure, counts in tally.counts.items():
            total.counts[measure].update(counts)
    return total


def read(
    session: Session,
    start: datetime,
    end: datetime,
    version: str | None = None,
    rolled: datetime | None = None,
) -> Tally:
    """Count the predictions made in `[start, end)`, by one model version or by any.

    Full hours before `rolled` are read from their tallies, whatever is left from its rows.
    """
    first = _next_hour(start)
    last = min(hour_of(end), rolled or start)
    tally = Tally()
    if first >= last:
        _add_rows(session, tally, _counted, start, end, version)
        return tally
    _add_rows(session, tally, _counted, start, first, version)
    _add_rows(session, tally, _stored, first, last, version)
    _add_rows(session, tally, _counted, last, end, version)
    return tally


def hour_of(at: datetime) -> datetime:
    """The beginning of its hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def _next_hour(at: datetime) -> datetime:
    return at if at == hour_of(at) else hour_of(at) + HOUR


def _add_rows(
    session: Session,
    tally: Tally,
    query: Callable[[bool], Executable],
    start: datetime,
    end: datetime,
    version: str | None,
) -> None:
    if start == end:
        return
    values = {"start": start, "end": end, "version": version}
    for _version, name, place, count, total in session.execute(query(version is not None), values):
        tally.counts[Measure(name)][place] += count
        tally.totals[Measure(name)] += total


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


@cache
def _stored(by_version: bool) -> Executable:
    """The same from the tallies; the version is left out, as the sum is over all chosen."""
    tally = PredictionTally
    sums = func.sum(tally.count), func.sum(tally.total)
    query: Any = (
        select(literal(""), tally.measure, tally.bin, *sums)
        .where(tally.hour >= _START, tally.hour < _END)
        .group_by(tally.measure, tally.bin)
    )
    chosen: Executable = (
        query.where(tally.model_version == bindparam("version")) if by_version else query
    )
    return chosen


def _measures() -> tuple[Select[Any], ...]:
    positive = Prediction.probability_positive
    confidence = case((positive >= 0.5, positive), else_=1 - positive)
    length = func.length(Prediction.text, type_=Integer)
    latency = Prediction.latency_ms
    reason = case(UNSCORED_BINS, value=Prediction.reason)
    return (
        _by_bin(Measure.PROBABILITY, ladder(positive, PROBABILITY_EDGES), confidence).where(
            positive.is_not(None)
        ),
        _by_bin(Measure.UNSCORED, reason, literal(0)).where(Prediction.reason.is_not(None)),
        _by_bin(Measure.LATENCY, ladder(latency, LATENCY_EDGES), latency),
        _by_bin(Measure.LENGTH, ladder(length, LENGTH_EDGES), length),
    )


def _by_bin(measure: Measure, place: ColumnElement[int], value: Any) -> Select[Any]:
    return select(
        Prediction.model_version,
        literal(measure.value).label("measure"),
        place.label("bin"),
        func.count().label("count"),
        func.sum(value).label("total"),
    ).group_by(Prediction.model_version, "bin")


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
