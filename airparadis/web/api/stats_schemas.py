"""JSON API schemas of statistics. The descriptions are public documentation."""

from typing import Self

from pydantic import BaseModel, Field

from airparadis.domain.monitoring.figures import Interval, Latency, Span, Stats


class IntervalReply(BaseModel):
    """The 95 % confidence interval of a share."""

    low: float
    high: float

    @classmethod
    def of(cls, interval: Interval) -> Self:
        """Make the reply from an interval."""
        return cls(low=interval.low, high=interval.high)


class LatencyReply(BaseModel):
    """The 50th, 95th and 99th percentiles of the time to score a tweet, in milliseconds, accurate
    to within a quarter."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, latency: Latency) -> Self:
        """Make the reply from latencies."""
        return cls(p50=latency.p50, p95=latency.p95, p99=latency.p99)


class UnscoredReply(BaseModel):
    """The number of predictions without a label, by reason."""

    empty: int
    language: int


class StatsReply(BaseModel):
    """The counts of predictions made in a time span, and of the votes on them."""

    span: Span
    version: str | None
    predictions: int
    unscored: int
    unscored_by_reason: UnscoredReply
    negative_share: float | None = Field(description="Share of negative among scored predictions.")
    neutral_share: float | None = Field(
        description="Share of neutral among predictions of a three-class model; null without any."
    )
    votes: int
    voted_predictions: int
    votes_outstanding: int = Field(description="Predictions without a vote.")
    reported_errors: int = Field(description="Distinct predictions reported wrong.")
    error_rate: float | None = Field(description="Share reported wrong among voted predictions.")
    error_rate_interval: IntervalReply | None = Field(description="95 % Wilson score interval.")
    expected_accuracy: float | None = Field(
        description="Mean confidence, which is the accuracy expected of a calibrated model."
    )
    latency_ms: LatencyReply | None

    @classmethod
    def of(cls, span: Span, version: str | None, stats: Stats) -> Self:
        """Make the reply from statistics."""
        interval = stats.error_interval
        return cls(
            span=span,
            version=version,
            predictions=stats.predictions,
            unscored=stats.unscored,
            unscored_by_reason=UnscoredReply(
                empty=stats.unscored_empty, language=stats.unscored_language
            ),
            negative_share=stats.negative_share,
            neutral_share=stats.neutral_share,
            votes=stats.votes,
            voted_predictions=stats.voted_predictions,
            votes_outstanding=stats.votes_outstanding,
            reported_errors=stats.reported_errors,
            error_rate=stats.error_rate,
            error_rate_interval=IntervalReply.of(interval) if interval else None,
            expected_accuracy=stats.expected_accuracy,
            latency_ms=LatencyReply.of(stats.latency) if stats.latency else None,
        )
