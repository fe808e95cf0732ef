"""The figures of the model's errors, for the dashboard and the API."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Prediction
from airparadis.domain.monitoring.figures import Latency, Span, Stats
from airparadis.domain.monitoring.histogram import LATENCY_EDGES, Measure, quantile
from airparadis.domain.monitoring.timeline import Bucket, buckets, step_of
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.services.monitoring import tallies, votes
from airparadis.services.monitoring.intervals import HOUR
from airparadis.services.monitoring.tallies import Tally
from airparadis.services.monitoring.votes import VoteCell

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)  # without slots, for the cached properties
class DashboardData:
    """The counts of a span, bucket by bucket, oldest first."""

    step: timedelta
    buckets: Sequence[Bucket]
    tallies: Sequence[Tally]
    votes: Sequence[VoteCell]

    @property
    def edges(self) -> list[datetime]:
        """The beginning of each bucket and the end of the last."""
        return [bucket.start for bucket in self.buckets] + [self.buckets[-1].end]

    @cached_property
    def total(self) -> Tally:
        """The predictions of all buckets."""
        total = Tally()
        for tally in self.tallies:
            total.add_all(tally.cells)
        return total

    @cached_property
    def stats(self) -> Stats:
        """The figures of the whole span."""
        return Stats(
            predictions=self.total.predictions,
            unscored_empty=self.total.unscored(Unscorable.EMPTY),
            unscored_language=self.total.unscored(Unscorable.LANGUAGE),
            negative=self.total.negative,
            votes=sum(cell.votes for cell in self.votes),
            voted_predictions=sum(cell.voted for cell in self.votes),
            reported_errors=sum(cell.wrong for cell in self.votes),
            confidence=self.total.total(Measure.PROBABILITY),
            latency=latency(self.total),
            neutral=self.total.neutral,
            neutral_known=self.total.neutral_known,
        )


def read(
    session: Session,
    span: Span,
    now: datetime,
    *,
    version: str | None = None,
    zone: ZoneInfo = UTC_ZONE,
) -> DashboardData:
    """Count the predictions made in a span, and the votes on them.

    Args:
        session: the database.
        span: how far back.
        now: the end of the span.
        version: one model version, None for any.
        zone: whose full hours and midnights separate the buckets.
    """
    first = session.scalar(select(func.min(Prediction.created_at)))
    since = span.since(now) or first or now - HOUR
    step = step_of(span, since, now)
    data = DashboardData(step, buckets(since, now, step, zone), (), ())
    counted = tallies.count(session, data.edges, version)
    return replace(data, tallies=counted, votes=votes.read(session, data.edges, version))


def latency(tally: Tally) -> Latency | None:
    """Return how long scoring took; None when nothing was scored."""
    counts = tally.counts(Measure.LATENCY)
    p50, p95, p99 = (quantile(counts, share, LATENCY_EDGES) for share in (0.5, 0.95, 0.99))
    if p50 is None or p95 is None or p99 is None:
        return None
    return Latency(p50, p95, p99)


def versions(session: Session) -> list[str]:
    """Return the model versions that have made predictions, latest name first."""
    rolled_up = tallies.last_hours(session)
    recent = select(Prediction.model_version).distinct()
    if rolled_up:
        recent = recent.where(Prediction.created_at >= max(rolled_up.values()) + HOUR)
    return sorted({*rolled_up, *session.scalars(recent)}, reverse=True)
