"""What the JSON API says of figures."""

from typing import Self

from pydantic import BaseModel, Field

from airparadis.domain.monitoring.figures import Interval, Latency, Span, Stats


class IntervalReply(BaseModel):
    """Between what a share really lies, with 95 % confidence."""

    low: float
    high: float

    @classmethod
    def of(cls, interval: Interval) -> Self:
        """What the API says of an interval."""
        return cls(low=interval.low, high=interval.high)


class LatencyReply(BaseModel):
    """Milliseconds that 50, 95 and 99 of 100 tweets took at most to be scored, read from a
    histogram and right to within a quarter."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, latency: Latency) -> Self:
        """What the API says of the latencies."""
        return cls(p50=latency.p50, p95=latency.p95, p99=latency.p99)


class UnscoredReply(BaseModel):
    """Predictions without a label, by reason."""

    empty: int
    language: int


class StatsReply(BaseModel):
    """Counts of the predictions made in a span, and of the votes on them."""

    span: Span
    version: str | None
    predictions: int
    unscored: int
    unscored_by_reason: UnscoredReply
    negative_share: float | None = Field(description="Negative among scored.")
    neutral_share: float | None = Field(
        description="Neutral among those scored by a model that knows neutral; null without any."
    )
    votes: int
    voted_predictions: int
    votes_outstanding: int = Field(description="Predictions that nobody has voted on.")
    reported_errors: int = Field(description="Distinct predictions reported wrong.")
    error_rate: float | None = Field(description="Reported wrong among voted predictions.")
    error_rate_interval: IntervalReply | None = Field(description="Wilson's score interval, 95 %.")
    expected_accuracy: float | None = Field(
        description="Mean confidence: how often a calibrated model expects to be right."
    )
    latency_ms: LatencyReply | None

    @classmethod
    def of(cls, span: Span, version: str | None, stats: Stats) -> Self:
        """What the API says of the figures."""
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
