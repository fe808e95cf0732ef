"""What the JSON API says of drift."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from airparadis.domain.monitoring.drift.metrics import METRICS
from airparadis.domain.monitoring.drift.stability import Drift
from airparadis.services.models.drift import Comparison, Reference
from airparadis.web.api.requests import Request


class DriftQuery(Request):
    """Which window to look at, and what to hold it against."""

    span: Literal["hour", "day", "week", "month"] = "week"
    against: Reference = Field(
        Reference.TRAINING,
        description="`training`, where the model has figures of it; `earlier`: the 30 days before.",
    )


class _OfAttributes(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FindingReply(_OfAttributes):
    """One aspect: shares, for `scores` the mean confidence, for `length` the mean of words."""

    aspect: str = Field(json_schema_extra={"enum": list(METRICS)})
    drift: Drift
    before: float | None
    now: float | None
    index: float | None = Field(description="Population stability index.")


class ProfileReply(_OfAttributes):
    """Tweets that were counted on one side."""

    scored: int
    read: int = Field(description="Those whose words were looked at, too.")
    scores: list[int] = Field(description="By P(positive), in twenty bins.")


class DriftReply(_OfAttributes):
    """The predictions of the model in service since a time, against a reference."""

    version: str
    against: Reference
    since: datetime
    findings: list[FindingReply]
    reference: ProfileReply
    current: ProfileReply

    @classmethod
    def of(cls, seen: Comparison) -> Self:
        """What the API says of a comparison."""
        return cls.model_validate(seen)
