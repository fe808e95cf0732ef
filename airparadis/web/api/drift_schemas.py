"""JSON API schemas of drift. The descriptions are public documentation."""

from datetime import UTC, date, datetime, time
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from airparadis.domain.monitoring.drift.metrics import METRICS
from airparadis.domain.monitoring.drift.period import Period, PeriodFault, make_period
from airparadis.domain.monitoring.drift.stability import Drift
from airparadis.services.models.drift import Comparison, Reference
from airparadis.services.models.drift_history import DAYS, DriftHistory
from airparadis.web.api.requests import Request
from airparadis.web.presentation.locale import MAX_YEAR, MIN_YEAR

MIN_DAY, MAX_DAY = date(MIN_YEAR, 1, 1), date(MAX_YEAR, 12, 31)

_FAULTS = {
    PeriodFault.MISSING: "against=period needs from and until",
    PeriodFault.ORDER: "until is before from",
}


class DriftQuery(Request):
    """The window to examine, and the reference to compare it with."""

    span: Literal["hour", "day", "week", "month"] = "week"
    against: Reference = Field(
        Reference.TRAINING,
        description="`training`: its validation set, if recorded; `earlier`: the 30 days before; "
        "`period`: the days that `from` and `until` name.",
    )
    first: date | None = Field(
        None, alias="from", ge=MIN_DAY, le=MAX_DAY, description="The first day of `period`, UTC."
    )
    last: date | None = Field(
        None, alias="until", ge=MIN_DAY, le=MAX_DAY, description="Its last day, included."
    )

    @property
    def fault(self) -> str | None:
        """The reason why the days do not fit, if they do not: for a caller who may ask at all."""
        if self.against is not Reference.PERIOD and (self.first or self.last):
            return "from and until need against=period"
        period = self._made()
        return _FAULTS[period] if isinstance(period, PeriodFault) else None

    @property
    def period(self) -> Period | None:
        """The chosen reference; None unless it is `period`."""
        period = self._made()
        return None if isinstance(period, PeriodFault) else period

    def _made(self) -> Period | PeriodFault | None:
        if self.against is not Reference.PERIOD:
            return None
        return make_period(_beginning(self.first), _beginning(self.last))


class DriftHistoryQuery(DriftQuery):
    """The same, and the number of days; `span` says what ends the earlier reference."""

    days: int = Field(DAYS, ge=1, le=DAYS, description="Days, the current one the last; UTC.")


def _beginning(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


class _OfAttributes(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FindingReply(_OfAttributes):
    """The drift of one aspect. `before` and `now` are shares; for `scores` the mean confidence, for
    `length` the mean number of words."""

    aspect: str = Field(json_schema_extra={"enum": list(METRICS)})
    drift: Drift
    before: float | None
    now: float | None
    index: float | None = Field(description="Population stability index.")


class ProfileReply(_OfAttributes):
    """The counts of tweets on one side of the comparison."""

    scored: int
    read: int = Field(description="Tweets whose words were read, too.")
    scores: list[int] = Field(description="Histogram of P(positive) in twenty bins.")


class DriftReply(_OfAttributes):
    """A comparison of the predictions by the model in service since a time with a reference."""

    version: str
    against: Reference
    since: datetime
    findings: list[FindingReply]
    reference: ProfileReply
    current: ProfileReply

    @classmethod
    def of(cls, seen: Comparison) -> Self:
        """Make the reply from a comparison."""
        return cls.model_validate(seen)


class MetricHistoryReply(BaseModel):
    """An aspect over the days: its value on each, as in `FindingReply`, and the drift."""

    aspect: str = Field(json_schema_extra={"enum": list(METRICS)})
    reference: float | None
    values: list[float | None] = Field(description="None for a day with too few tweets.")
    drift: list[Drift]


class DriftHistoryReply(BaseModel):
    """Every aspect day by day, oldest first, compared with a reference."""

    version: str
    against: Reference
    days: list[date]
    metrics: list[MetricHistoryReply]

    @classmethod
    def of(cls, version: str, against: Reference, history: DriftHistory) -> Self:
        """Make the reply from a history."""
        metrics = [
            MetricHistoryReply(
                aspect=line.metric.key,
                reference=line.reference,
                values=list(line.values),
                drift=[finding.drift for finding in line.findings],
            )
            for line in history.metrics
        ]
        days = [day.date() for day in history.days]
        return cls(version=version, against=against, days=days, metrics=metrics)
