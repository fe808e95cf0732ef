"""Labels of predictions: verdicts, sentiments, reasons, how strongly a word decided."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.db.tables import Prediction
from airparadis.domain.predictions.feedback import CorrectedLabel
from airparadis.domain.predictions.label import Label, Sentiment
from airparadis.domain.predictions.tweet import Unscorable

VERY_SURE_FROM = 0.9
"""Probabilities are calibrated: from this confidence on fewer than one verdict in ten is wrong."""


class Sureness(StrEnum):
    """The confidence with which a verdict is worded."""

    UNCERTAIN = "uncertain"
    FAIRLY = "fairly"
    VERY = "very"


_VERDICTS = {
    (Label.NEGATIVE, Sureness.UNCERTAIN): _("Uncertain, rather negative: %(share)s"),
    (Label.NEGATIVE, Sureness.FAIRLY): _("Negative, fairly sure: %(share)s"),
    (Label.NEGATIVE, Sureness.VERY): _("Negative, very sure: %(share)s"),
    (Label.POSITIVE, Sureness.UNCERTAIN): _("Uncertain, rather positive: %(share)s"),
    (Label.POSITIVE, Sureness.FAIRLY): _("Positive, fairly sure: %(share)s"),
    (Label.POSITIVE, Sureness.VERY): _("Positive, very sure: %(share)s"),
}

_NEUTRAL_VERDICTS = {
    Label.NEGATIVE: _("Neutral, leaning negative: %(share)s"),
    Label.POSITIVE: _("Neutral, leaning positive: %(share)s"),
    None: _("Neutral, leaning neither way: %(share)s"),
}

LABELS: Mapping[str, Any] = {
    CorrectedLabel.NEGATIVE: _("Negative"),
    CorrectedLabel.NEUTRAL: _("Neutral"),
    CorrectedLabel.POSITIVE: _("Positive"),
    CorrectedLabel.UNSURE: _("Can’t tell"),
}

_REASONS = {Unscorable.EMPTY: _("nothing to read"), Unscorable.LANGUAGE: _("another language")}

_STRENGTHS = (_("none"), _("slight"), _("clear"), _("strong"))


def verdict(prediction: Prediction, share: str) -> str:
    """Put the verdict on a scored tweet into a sentence.

    `share` is its `sentiment_probability`, formatted.
    """
    assert prediction.label is not None  # noqa: S101 (templates ask for scored tweets only)
    if prediction.neutral:
        leaning = None if prediction.uncertain else prediction.label
        return str(_NEUTRAL_VERDICTS[leaning]) % {"share": share}
    return str(_VERDICTS[prediction.label, sureness(prediction)]) % {"share": share}


def sureness(prediction: Prediction) -> Sureness:
    """Rate how sure the model was; its own band of uncertainty comes first."""
    if prediction.uncertain or prediction.confidence is None:
        return Sureness.UNCERTAIN
    return Sureness.VERY if prediction.confidence >= VERY_SURE_FROM else Sureness.FAIRLY


def label_name(label: Label | Sentiment | CorrectedLabel) -> str:
    """Name a sentiment label."""
    return str(LABELS[label])


def reason_name(reason: Unscorable) -> str:
    """Say why a tweet was not scored."""
    return str(_REASONS[reason])


def strength_name(strength: int) -> str:
    """Name how strongly a word decided, from 0 to 3."""
    return str(_STRENGTHS[strength])


FILTERS: Mapping[str, Callable[..., object]] = {
    "label_name": label_name,
    "reason_name": reason_name,
    "strength_name": strength_name,
    "sureness": sureness,
    "verdict": verdict,
}
