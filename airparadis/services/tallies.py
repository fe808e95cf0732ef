"""Predictions counted by bin: what the figures and charts of the dashboard are made of."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from airparadis.domain.histogram import (
    LATENCY_EDGES,
    LENGTH_EDGES,
    PROBABILITY_EDGES,
    Measure,
)
from airparadis.domain.tweet import Unscorable
from airparadis.models import Prediction

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


def read(session: Session, start: datetime, end: datetime, version: str | None = None) -> Tally:
    """Count the predictions made in `[start, end)`, by one model version or by any."""
    tally = Tally()
    for name, place, count, total in session.execute(_cells(start, end, version)):
        tally.counts[Measure(name)][place] += count
        tally.totals[Measure(name)] += total
    return tally


def _cells(start: datetime, end: datetime, version: str | None) -> CompoundSelect[Any]:
    """Rows of measure, bin, count and sum."""
    chosen = [Prediction.created_at >= start, Prediction.created_at < end]
    if version is not None:
        chosen.append(Prediction.model_version == version)
    return union_all(*(query.where(*chosen) for query in _measures()))


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
        literal(measure.value).label("measure"),
        place.label("bin"),
        func.count().label("count"),
        func.sum(value).label("total"),
    ).group_by("bin")


def ladder(value: Any, edges: Sequence[Any]) -> ColumnElement[int]:
    """`domain.histogram.bin_of` as SQL."""
    steps = [(value < edge, place) for place, edge in enumerate(edges)]
    return case(*steps, else_=len(edges)) if steps else literal(0)
