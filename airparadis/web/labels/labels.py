"""How values of the domain read in a sentence."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import lazy_gettext as _

from airparadis.db.tables import OutboxMessage, Prediction
from airparadis.domain.incidents.incident import IncidentState
from airparadis.domain.messages.outbox import Channel, MessageState, Route
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.predictions.feedback import CorrectedLabel
from airparadis.domain.predictions.label import Label
from airparadis.domain.predictions.tweet import Unscorable

VERY_SURE_FROM = 0.9
"""The model's probabilities are calibrated: from here on it errs less than once in ten."""


class Sureness(StrEnum):
    """How firmly a verdict is put into words."""

    UNCERTAIN = "uncertain"
    FAIRLY = "fairly"
    VERY = "very"


class Delivery(StrEnum):
    """What became of a message."""

    SENT = "sent"
    OWED = "owed"
    HELD = "held"
    FAILING = "failing"
    GIVEN_UP = "given_up"


_VERDICTS = {
    (Label.NEGATIVE, Sureness.UNCERTAIN): _("Uncertain, rather negative: %(share)s"),
    (Label.NEGATIVE, Sureness.FAIRLY): _("Negative, fairly sure: %(share)s"),
    (Label.NEGATIVE, Sureness.VERY): _("Negative, very sure: %(share)s"),
    (Label.POSITIVE, Sureness.UNCERTAIN): _("Uncertain, rather positive: %(share)s"),
    (Label.POSITIVE, Sureness.FAIRLY): _("Positive, fairly sure: %(share)s"),
    (Label.POSITIVE, Sureness.VERY): _("Positive, very sure: %(share)s"),
}

_LABELS: Mapping[str, Any] = {
    CorrectedLabel.NEGATIVE: _("Negative"),
    CorrectedLabel.NEUTRAL: _("Neutral"),
    CorrectedLabel.POSITIVE: _("Positive"),
    CorrectedLabel.UNSURE: _("Can’t tell"),
}

_REASONS = {Unscorable.EMPTY: _("nothing to read"), Unscorable.LANGUAGE: _("not in English")}

_SPANS = {
    Span.HOUR: _("Last hour"),
    Span.DAY: _("Last 24 hours"),
    Span.WEEK: _("Last 7 days"),
    Span.MONTH: _("Last 30 days"),
    Span.ALL: _("Since the beginning"),
}

_STATES = {
    IncidentState.OPEN: _("Open"),
    IncidentState.ACKNOWLEDGED: _("Acknowledged"),
    IncidentState.SNOOZED: _("Snoozed"),
    IncidentState.RESOLVED: _("Resolved"),
}

_CHANNELS = {Channel.MAIL: _("Mail"), Channel.CHAT: _("Chat"), Channel.WEBHOOK: _("Webhook")}

_STRENGTHS = (_("none"), _("slight"), _("clear"), _("strong"))


def verdict(prediction: Prediction, share: str) -> str:
    """The verdict on a scored tweet in one sentence; `share` is its confidence, written out."""
    assert prediction.label is not None  # noqa: S101 (the template asks for scored tweets only)
    return str(_VERDICTS[prediction.label, sureness(prediction)]) % {"share": share}


def sureness(prediction: Prediction) -> Sureness:
    """How sure the model was, by its own band of uncertainty first."""
    if prediction.uncertain or prediction.confidence is None:
        return Sureness.UNCERTAIN
    return Sureness.VERY if prediction.confidence >= VERY_SURE_FROM else Sureness.FAIRLY


def label_name(label: Label | CorrectedLabel) -> str:
    """The word for a label."""
    return str(_LABELS[label])


def reason_name(reason: Unscorable) -> str:
    """Why a tweet was not scored, in two words."""
    return str(_REASONS[reason])


def span_name(span: Span) -> str:
    """The words for a span."""
    return str(_SPANS[span])


def state_name(state: IncidentState) -> str:
    """The word for an incident's state."""
    return str(_STATES[state])


def strength_name(strength: int) -> str:
    """The word for how strongly a word decided, 0 to 3."""
    return str(_STRENGTHS[strength])


def window_rule(threshold: int, minutes: int) -> str:
    """What opens an incident, as a noun phrase."""
    reports = ngettext(
        "%(count)s prediction reported wrong",
        "%(count)s predictions reported wrong",
        threshold,
        count=format_decimal(threshold),
    )
    phrase = ngettext(
        "%(reports)s within %(minutes)s minute",
        "%(reports)s within %(minutes)s minutes",
        minutes,
        reports=reports,
        minutes=format_decimal(minutes),
    )
    return str(phrase)


def route_name(route: Route) -> str:
    """By which way a message leaves: mail, a webhook, or a chat by the name of its service."""
    return route.target or str(_CHANNELS[route.channel])


def message_state(message: OutboxMessage) -> Delivery:
    """Whether a message is out, on its way, or will never leave."""
    if message.state is MessageState.SENT:
        return Delivery.SENT
    if message.is_held:
        return Delivery.HELD
    if message.state is MessageState.FAILED:
        return Delivery.GIVEN_UP
    return Delivery.FAILING if message.last_error else Delivery.OWED


FILTERS: Mapping[str, Callable[..., object]] = {
    "label_name": label_name,
    "message_state": message_state,
    "reason_name": reason_name,
    "route_name": route_name,
    "span_name": span_name,
    "state_name": state_name,
    "strength_name": strength_name,
    "sureness": sureness,
    "verdict": verdict,
}
