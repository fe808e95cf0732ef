"""Figures about the model's own errors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Span(StrEnum):
    """How far back figures look."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"

    def since(self, now: datetime) -> datetime | None:
        """Its beginning, None for all time."""
        days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}
        return None if self is Span.ALL else now - timedelta(days=days[self.value])


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over a span. A prediction with several votes is voted, or reported wrong, once."""

    predictions: int
    unscored: int
    negative: int
    votes: int
    voted_predictions: int
    reported_errors: int

    @property
    def negative_share(self) -> float | None:
        """Negative among scored; None when nothing was scored."""
        scored = self.predictions - self.unscored
        return self.negative / scored if scored else None

    @property
    def error_rate(self) -> float | None:
        """Reported wrong among voted, never among all: most tweets nobody looks at."""
        return self.reported_errors / self.voted_predictions if self.voted_predictions else None
