"""Shadow scoring: a candidate answers what the champion has answered, and nobody hears it.

A worker does it from the ledger of predictions, after the fact: readers wait for one model only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import ModelVersion, Prediction, ShadowScore
from airparadis.domain.monitoring.figures import Interval, wilson_interval
from airparadis.domain.review.near_duplicates import find_originals
from airparadis.ml.contract import Classifier
from airparadis.ml.scoring import probabilities_of

BATCH = 200
BACKLOG = 5_000
"""The latest predictions that a new candidate begins with."""

MAX_SHOWN = 10
MAX_FOLDED = 200
"""Maximum of tweets that are searched for near-duplicates."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The number of tweets to which two models give different labels."""

    scored: int
    differing: int

    @property
    def share(self) -> float | None:
        """Differing among scored by both; None without any."""
        return self.differing / self.scored if self.scored else None

    @property
    def interval(self) -> Interval | None:
        """Wilson interval of the share."""
        return wilson_interval(self.differing, self.scored)


def score_next(session: Session, version: ModelVersion, classifier: Classifier) -> int:
    """Score the next predictions beside the champion; the caller commits.

    Returns:
        How many were looked at: 0 once the candidate has caught up.
    """
    done = version.shadowed_until
    if done is None:
        done = max(0, (session.scalar(select(func.max(Prediction.id))) or 0) - BACKLOG)
    rows = session.execute(
        select(Prediction.id, Prediction.text, Prediction.label)
        .where(Prediction.id > done)
        .order_by(Prediction.id)
        .limit(BATCH)
    ).all()
    scored = [(number, text) for number, text, label in rows if label is not None]
    texts = [text for _, text in scored]
    found = probabilities_of(classifier, texts)
    begin_write(session)  # only now: scoring takes time
    session.add_all(
        ShadowScore(
            version_id=version.id,
            prediction_id=number,
            probability_positive=said.positive,
            neutral_probability=said.neutral,
        )
        for (number, _), said in zip(scored, found, strict=True)
    )
    version.shadowed_until = rows[-1][0] if rows else done
    return len(rows)


def disagreement(session: Session, version: ModelVersion) -> Disagreement:
    """Count what both have scored."""
    scored = select(func.count()).select_from(ShadowScore)
    mine = ShadowScore.version_id == version.id
    differing = scored.join(Prediction).where(mine, _differs())
    return Disagreement(session.scalar(scored.where(mine)) or 0, session.scalar(differing) or 0)


def examples(session: Session, version: ModelVersion) -> Sequence[tuple[Prediction, ShadowScore]]:
    """Tweets of another sentiment, those first on which the two are furthest apart.

    Of tweets that nearly repeat one another, only the first.
    """
    leaning = func.abs(ShadowScore.probability_positive - Prediction.probability_positive)
    neutral = func.abs(ShadowScore.neutral_probability - Prediction.neutral_probability)
    gap = leaning + func.coalesce(neutral, 0.0)
    rows = session.execute(
        select(Prediction, ShadowScore)
        .join(ShadowScore, ShadowScore.prediction_id == Prediction.id)
        .where(ShadowScore.version_id == version.id, _differs())
        .order_by(gap.desc(), Prediction.id)
        .limit(MAX_FOLDED)
    ).all()
    firsts = find_originals([prediction.text for prediction, _ in rows])
    distinct = [row for place, row in enumerate(rows) if firsts[place] == place]
    return [(prediction, score) for prediction, score in distinct[:MAX_SHOWN]]


def _differs() -> ColumnElement[bool]:
    """Compare the sentiments named first, or the leanings if one of the models knows no neutral."""
    theirs, ours = ShadowScore.neutral_probability, Prediction.neutral_probability
    leans_otherwise = (ShadowScore.probability_positive >= 0.5) != (
        Prediction.probability_positive >= 0.5
    )
    in_three = or_((theirs >= 0.5) != (ours >= 0.5), and_(theirs < 0.5, leans_otherwise))
    return case((and_(theirs.is_not(None), ours.is_not(None)), in_three), else_=leans_otherwise)
