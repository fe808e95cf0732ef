"""The tweets of a window against those of training, or against those that came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Prediction
from airparadis.domain.monitoring.drift.compare import Finding, compare
from airparadis.domain.monitoring.drift.period import Period
from airparadis.domain.monitoring.drift.profile import SCORE_BINS, Profile
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.monitoring.histogram import Measure
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.ml.contract import Classifier, KnowsNeutral, KnowsWords
from airparadis.ml.profile import count_words
from airparadis.services.monitoring import tallies
from airparadis.services.monitoring.tallies import Tally

EARLIER = timedelta(days=30)
"""Span before the window whose predictions by the same version are the reference."""

MAX_TEXTS = 2_000
"""Texts that are read for words, evenly spread: a share is right to within a point or two."""

SPANS = (Span.HOUR, Span.DAY, Span.WEEK, Span.MONTH)
"""Windows to look at; all time is no window."""


class Reference(StrEnum):
    """The reference that a window is compared with."""

    TRAINING = "training"
    EARLIER = "earlier"
    PERIOD = "period"
    """A time that the reader chooses."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The predictions of one model version in a window, held against a reference."""

    version: str
    against: Reference
    since: datetime
    reference: Profile
    current: Profile
    findings: list[Finding]


def look(
    session: Session,
    classifier: Classifier,
    span: Span,
    now: datetime,
    wanted: Reference = Reference.TRAINING,
    period: Period | None = None,
) -> Comparison:
    """Compare what the model in service scored in a span with a reference.

    Args:
        session: the database.
        classifier: the model in service; other versions' predictions are left out.
        span: one of `SPANS`.
        now: the end of the window.
        wanted: the reference to prefer; a manifest without one leaves the earlier predictions.
        period: what `Reference.PERIOD` means; without one it is not to be had.
    """
    length = span.length
    if length is None:
        raise ValueError(f"{span} is not a window")
    since = now - length
    current = observed(session, classifier, since, now)
    against, reference = reference_of(session, classifier, since, wanted, period)
    findings = compare(reference, current)
    return Comparison(classifier.manifest.version, against, since, reference, current, findings)


def reference_of(
    session: Session,
    classifier: Classifier,
    since: datetime,
    wanted: Reference,
    period: Period | None = None,
) -> tuple[Reference, Profile]:
    """Return the reference that is to be had, and its profile; `since` ends the earlier one."""
    trained_on = classifier.manifest.reference
    if trained_on and wanted is Reference.TRAINING:
        return Reference.TRAINING, trained_on
    if period and wanted is Reference.PERIOD:
        return Reference.PERIOD, observed(session, classifier, *period)
    return Reference.EARLIER, observed(session, classifier, since - EARLIER, since)


def observed(session: Session, classifier: Classifier, start: datetime, end: datetime) -> Profile:
    """The profile of what a model scored in `[start, end)`.

    Scores and languages are counted over all, from the hourly tallies; words in a part of the
    texts, for which each must be read anew.
    """
    version = classifier.manifest.version
    [tally] = tallies.count(session, [start, end], version)
    texts = _texts(session, version, start, end, every=max(1, tally.scored // MAX_TEXTS))
    return profile_of(classifier, tally, texts)


def profile_of(classifier: Classifier, tally: Tally, texts: Sequence[str]) -> Profile:
    """Make a profile of counted predictions, and of the words in some of their texts."""
    counts = tally.counts(Measure.PROBABILITY)
    count_unknown = classifier.count_unknown if isinstance(classifier, KnowsWords) else None
    lengths, words, tokens, unknown = count_words(texts, count_unknown)
    return Profile(
        scores=tuple(counts[place] for place in range(SCORE_BINS)),
        confidence=tally.total(Measure.PROBABILITY),
        foreign=tally.unscored(Unscorable.LANGUAGE),
        lengths=lengths,
        words=words,
        tokens=tokens,
        unknown_tokens=unknown,
        neutral=tally.neutral if isinstance(classifier, KnowsNeutral) else None,
    )


def _texts(session: Session, version: str, start: datetime, end: datetime, every: int) -> list[str]:
    """One in `every` scored tweet, chosen by its number, which the index of the times covers."""
    chosen = select(Prediction.text).where(
        Prediction.created_at >= start,
        Prediction.created_at < end,
        Prediction.id % every == 0,
        Prediction.model_version == version,
        Prediction.label.is_not(None),
    )
    return list(session.scalars(chosen.limit(2 * MAX_TEXTS)))
