"""Figures about the model's errors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt

Z_95 = 1.959964
"""Quantile of the standard normal distribution that leaves 2.5 % on either side."""


class Span(StrEnum):
    """A period of the dashboard, up to now."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"

    @property
    def length(self) -> timedelta | None:
        """The length of the period, None for all time."""
        days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}
        return None if self is Span.ALL else timedelta(days=days[self.value])

    def since(self, now: datetime) -> datetime | None:
        """Return the start of the period, None for all time."""
        return None if self.length is None else now - self.length


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % confidence interval of a share."""

    low: float
    high: float


def wilson_interval(hits: int, trials: int, z: float = Z_95) -> Interval | None:
    """Return the score interval of a binomial share; None without trials.

    Unlike the textbook p ± z·s it stays within [0, 1], and has a width even without a hit
    (E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    JASA 22, 1927; recommended by Brown, Cai and DasGupta 2001).
    """
    if trials == 0:
        return None
    share = hits / trials
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    half_width = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale
    # Rounding must not put the share itself, at 0 or 1, outside.
    return Interval(
        max(0.0, min(share, centre - half_width)), min(1.0, max(share, centre + half_width))
    )


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles of the scoring time of a tweet, in milliseconds."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over a period. A prediction with several votes counts as voted, or wrong, once."""

    predictions: int
    unscored_empty: int
    unscored_language: int
    negative: int
    votes: int
    voted_predictions: int
    reported_errors: int
    confidence: float = 0.0
    """Sum of the confidences of all scored predictions."""
    latency: Latency | None = None
    neutral: int = 0
    neutral_known: int = 0
    """Predictions by models of three classes, of which `neutral` are neutral."""

    @property
    def unscored(self) -> int:
        """The predictions without a label."""
        return self.unscored_empty + self.unscored_language

    @property
    def scored(self) -> int:
        """The predictions with a label."""
        return self.predictions - self.unscored

    @property
    def negative_share(self) -> float | None:
        """Negative among scored; None if nothing was scored."""
        return self.negative / self.scored if self.scored else None

    @property
    def neutral_share(self) -> float | None:
        """Neutral among the predictions of models that know neutral; None without any."""
        return self.neutral / self.neutral_known if self.neutral_known else None

    @property
    def votes_outstanding(self) -> int:
        """The predictions without a vote."""
        return self.predictions - self.voted_predictions

    @property
    def error_rate(self) -> float | None:
        """Reported wrong among voted, not among all: most tweets are never voted on."""
        return self.reported_errors / self.voted_predictions if self.voted_predictions else None

    @property
    def error_interval(self) -> Interval | None:
        """The 95 % interval of the error rate; None without votes."""
        return wilson_interval(self.reported_errors, self.voted_predictions)

    @property
    def expected_accuracy(self) -> float | None:
        """The share of scored predictions expected to be right, estimated without votes.

        The mean confidence: a calibrated model is right as often as it says (Guo et al., "On
        Calibration of Modern Neural Networks", 2017), so its probabilities estimate its accuracy
        (average confidence: Garg et al., "Leveraging Unlabeled Data to Predict Out-of-Distribution
        Performance", 2022; CBPE in NannyML). It holds for tweets of the kind the model was
        calibrated on.
        """
        return self.confidence / self.scored if self.scored else None
