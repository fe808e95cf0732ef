"""Predictions counted by bin: what the figures and charts of the dashboard are made of.

Full hours that are rolled up (`services.monitoring.rollup`) are the difference of two stored sums,
however many they are; the rest is counted row by row. Figures are right at any time, and fast once
the scheduler has caught up.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    case,
    func,
    literal,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from airparadis.db.tables import Prediction, PredictionSum
from airparadis.db.tables.tallies import Cells
from airparadis.domain.monitoring.histogram import (
    LATENCY_EDGES,
    NEUTRAL_EDGES,
    PROBABILITY_EDGES,
    Measure,
)
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.services.monitoring.intervals import (
    HOUR,
    Interval,
    interval_rows,
    intervals_between,
    join_intervals,
    split,
)

UNSCORED_BINS = {Unscorable.EMPTY: 0, Unscorable.LANGUAGE: 1}
NEGATIVE_BINS = (len(PROBABILITY_EDGES) + 1) // 2

Row = tuple[int, str, str, int, int, float]
"""Bucket, model version, measure, bin, number of predictions, sum of what was measured."""


@dataclass(slots=True)
class Tally:
    """Predictions counted by measure and bin, as `PredictionSum` stores them."""

    cells: Cells = field(default_factory=dict)

    @property
    def scored(self) -> int:
        """Number of predictions with a label."""
        return self.counts(Measure.PROBABILITY).total()

    @property
    def negative(self) -> int:
        """Number of predictions labelled negative, in the lower half of the bins."""
        counts = self.counts(Measure.PROBABILITY)
        return sum(counts[number] for number in range(NEGATIVE_BINS))

    @property
    def neutral(self) -> int:
        """Number of predictions called neutral, by models of three classes."""
        return self.counts(Measure.NEUTRAL)[1]

    @property
    def neutral_known(self) -> int:
        """Number of predictions by models of three classes."""
        return self.counts(Measure.NEUTRAL).total()

    @property
    def predictions(self) -> int:
        """Number of all predictions."""
        return self.scored + self.counts(Measure.UNSCORED).total()

    def counts(self, measure: Measure) -> Counter[int]:
        """Return the number of predictions by bin."""
        bins = self.cells.get(measure, {})
        return Counter({int(number): count for number, (count, _) in bins.items()})

    def total(self, measure: Measure) -> float:
        """Return the sum of what was measured: of the confidences for `PROBABILITY`."""
        return sum(total for _, total in self.cells.get(measure, {}).values())

    def unscored(self, reason: Unscorable) -> int:
        """Return the number of predictions without a label for a reason."""
        return self.counts(Measure.UNSCORED)[UNSCORED_BINS[reason]]

    def add(self, measure: str, number: int, count: int, total: float) -> None:
        """Add to a bin."""
        self.add_all({measure: {str(number): (count, total)}})

    def add_all(self, cells: Cells, times: int = 1) -> None:
        """Add cells, or take them out with `times` -1."""
        for measure, bins in cells.items():
            known = self.cells.setdefault(measure, {})
            for number, (count, total) in bins.items():
                counted, sum_ = known.get(number, (0, 0.0))
                known[number] = counted + times * count, sum_ + times * total


def count(session: Session, edges: Sequence[datetime], version: str | None = None) -> list[Tally]:
    """Count the predictions made between each two edges, by one model version or by any."""
    rolled_up = last_hours(session)
    until = max(rolled_up.values()) + HOUR if rolled_up else edges[0]
    full, rest = split(intervals_between(edges), HOUR, until=until)
    tallies = [Tally() for _ in edges[1:]]
    hours = sorted({at for _, *ends in full for at in ends})
    marks = interval_rows(session, [Interval(n, hour, hour) for n, hour in enumerate(hours)])
    for name in [name for name in rolled_up if version in (None, name)]:
        query = select(marks.c.bucket, sums_before(name, marks.c.start))
        sums = {hours[number]: cells or {} for number, cells in session.execute(query)}
        for bucket, start, end in full:
            tallies[bucket].add_all(sums[end])
            tallies[bucket].add_all(sums[start], -1)
    for bucket, _, measure, number, counted, total in count_rows(session, rest, version):
        tallies[bucket].add(measure, number, counted, total)
    return tallies


def last_hours(session: Session) -> dict[str, datetime]:
    """Return the last hour that is rolled up of each model version."""
    last = func.max(PredictionSum.hour)
    query = select(PredictionSum.model_version, last).group_by(PredictionSum.model_version)
    return dict(session.execute(query).all())


def sums_before(version: str, hour: Any) -> ScalarSelect[Cells]:
    """Select what a version had counted when an hour began; NULL before its first."""
    sums = select(PredictionSum.cells).where(
        PredictionSum.model_version == version, PredictionSum.hour < hour
    )
    return sums.order_by(PredictionSum.hour.desc()).limit(1).scalar_subquery()


def count_rows(
    session: Session, intervals: Sequence[Interval], version: str | None = None
) -> list[Row]:
    """Count the predictions of intervals one by one."""
    bucket, joined = join_intervals(session, intervals, Prediction, Prediction.created_at)
    by = (bucket, Prediction.model_version)
    chosen = true() if version is None else Prediction.model_version == version
    queries = [
        select(*by, literal(measure.value), number.label("bin"), func.count(), func.sum(value))
        .select_from(joined)
        .where(chosen, value.is_not(None))
        .group_by(*by, "bin")
        for measure, number, value in _MEASURES
    ]
    return [tuple(row) for row in session.execute(union_all(*queries))]


def bin_in_sql(column_name: str, edges: Sequence[float]) -> ColumnElement[int]:
    """Return `domain.monitoring.histogram.bin_of` of a column as SQL.

    A tree of comparisons, as deep as the logarithm of the edges: a list of them, tried one after
    the other for each row, took several times as long over 100,000 votes. It is text, as SQLAlchemy
    would take longer to compile its hundred expressions than the database to run them.
    """

    def tree(first: int, last: int) -> str:
        if first == last:
            return str(first)
        middle = (first + last) // 2
        below, above = tree(first, middle), tree(middle + 1, last)
        return f"CASE WHEN {column_name} < {edges[middle]!r} THEN {below} ELSE {above} END"

    return literal_column(f"({tree(0, len(edges))})", Integer)


_positive, _reason = Prediction.probability_positive, Prediction.reason
_neutral, _latency = Prediction.neutral_probability, Prediction.latency_ms
_MEASURES: tuple[tuple[Measure, ColumnElement[int], Any], ...] = (
    (
        Measure.PROBABILITY,
        bin_in_sql("prediction.probability_positive", PROBABILITY_EDGES),
        case((_positive >= 0.5, _positive), else_=1 - _positive),
    ),
    (Measure.UNSCORED, case(UNSCORED_BINS, value=_reason), case((_reason.is_not(None), 0))),
    (
        Measure.LATENCY,
        bin_in_sql("prediction.latency_ms", LATENCY_EDGES),
        case((_latency > 0, _latency)),  # a tweet of the radar or of a file was scored before
    ),
    (Measure.NEUTRAL, bin_in_sql("prediction.neutral_probability", NEUTRAL_EDGES), _neutral),
)
"""Each with its bin and the value to add up, NULL for predictions that are not measured."""
