"""What the dashboard and the API say about the model's errors."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from airparadis.services.monitoring.cumulative_counts import KeptSums
from airparadis.services.monitoring.tallies import Tally
from airparadis.services.monitoring.vote_buckets import VoteCell

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)  # without slots: what is worked out once is kept
class Observation:
    """A span as it was counted, bucket by bucket, oldest first."""

    step: timedelta
    buckets: Sequence[Bucket]
    tallies: Sequence[Tally]
    votes: Sequence[VoteCell]

    @property
    def edges(self) -> list[datetime]:
        """The beginning of each bucket and the end of the last."""
        return [part.start for part in self.buckets] + [self.buckets[-1].end]

    @cached_property
    def total(self) -> Tally:
        """The predictions of all buckets."""
        return tallies.add(self.tallies)

    @cached_property
    def stats(self) -> Stats:
        """The figures of the whole span."""
        total = self.total
        return Stats(
            predictions=total.predictions,
            unscored_empty=total.unscored(Unscorable.EMPTY),
            unscored_language=total.unscored(Unscorable.LANGUAGE),
            negative=total.negative,
            votes=sum(cell.votes for cell in self.votes),
            voted_predictions=sum(cell.voted for cell in self.votes),
            reported_errors=sum(cell.wrong for cell in self.votes),
            confidence=total.totals[Measure.PROBABILITY],
            latency=latency(total),
        )


def observe(
    session: Session,
    span: Span,
    now: datetime,
    *,
    version: str | None = None,
    zone: ZoneInfo = UTC_ZONE,
) -> Observation:
    """Count the predictions made in a span, and the votes on them.

    Args:
        session: the database.
        span: how far back.
        now: the end of the span.
        version: one model version, None for any.
        zone: whose full hours and midnights part the buckets.
    """
    since = span.since(now) or _first(session) or now - timedelta(hours=1)
    step = step_of(span, since, now)
    parts = buckets(since, now, step, zone)
    edges = [part.start for part in parts] + [now]
    kept = KeptSums(session, version, edges)
    counted = [kept.read(part.start, part.end) for part in parts]
    return Observation(step, parts, counted, votes.read(session, edges, version))


def stats(session: Session, span: Span, now: datetime, version: str | None = None) -> Stats:
    """The figures alone."""
    return observe(session, span, now, version=version).stats


def latency(tally: Tally) -> Latency | None:
    """How long scoring took; None when nothing was."""
    counts = tally.counts[Measure.LATENCY]
    p50, p95, p99 = (quantile(counts, share, LATENCY_EDGES) for share in (0.5, 0.95, 0.99))
    if p50 is None or p95 is None or p99 is None:
        return None
    return Latency(p50, p95, p99)


def versions(session: Session) -> list[str]:
    """The model versions that have scored, in the order of their names, hence of their days."""
    kept = KeptSums(session)
    recent = select(Prediction.model_version).distinct()
    if kept.until is not None:
        recent = recent.where(Prediction.created_at >= kept.until)
    return sorted({*kept.versions, *session.scalars(recent)}, reverse=True)


def _first(session: Session) -> datetime | None:
    return session.scalar(select(func.min(Prediction.created_at)))
