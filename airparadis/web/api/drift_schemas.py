"""JSON API schemas of drift. The descriptions are public documentation."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from airparadis.domain.monitoring.drift.metrics import METRICS
from airparadis.domain.monitoring.drift.stability import Drift
from airparadis.services.models.drift import Comparison, Reference
from airparadis.web.api.requests import Request


class DriftQuery(Request):
    """The window to examine, and the reference to compare it with."""

    span: Literal["hour", "day", "week", "month"] = "week"
    against: Reference = Field(
        Reference.TRAINING,
        description="`training`: its validation set, if recorded; `earlier`: the 30 days before.",
    )


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
