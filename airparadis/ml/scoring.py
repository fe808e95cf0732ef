"""Scores of tweets, the same for pages, API, files and clusters."""

from collections.abc import Sequence
from typing import NamedTuple

from airparadis.domain.predictions.label import Label
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.ml.contract import Classifier
from airparadis.text.cleaning import has_content
from airparadis.text.language import is_foreign


class Score(NamedTuple):
    """A score. A tweet that cannot be scored has a reason instead of a label."""

    label: Label | None
    reason: Unscorable | None
    probability_positive: float | None
    uncertain: bool


def score(classifier: Classifier, texts: Sequence[str]) -> list[Score]:
    """Score tweets in order, each as if alone."""
    reasons = [reason_not_to_score(text) for text in texts]
    scorable = [text for text, reason in zip(texts, reasons, strict=True) if reason is None]
    positives = iter(classifier.predict_proba(scorable)[:, 1].tolist() if scorable else ())
    limit = classifier.manifest.uncertain_below
    return [unscored(reason) if reason else scored(next(positives), limit) for reason in reasons]


def reason_not_to_score(text: str) -> Unscorable | None:
    """Return why a text cannot be scored, or None."""
    if not has_content(text):
        return Unscorable.EMPTY
    return Unscorable.LANGUAGE if is_foreign(text) else None


def scored(positive: float, uncertain_below: float) -> Score:
    """Build the score for a probability of positive."""
    label = Label.POSITIVE if positive >= 0.5 else Label.NEGATIVE
    return Score(label, None, positive, max(positive, 1 - positive) < uncertain_below)


def unscored(reason: Unscorable) -> Score:
    """Build the score of a tweet that cannot be scored."""
    return Score(None, reason, None, uncertain=False)
