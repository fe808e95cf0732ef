"""Labels of the review: decisions, reasons, faults of imported rows, topics."""

from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext as _

from airparadis.domain.review.queue import Decision, Reason
from airparadis.lib.errors import AssignmentError
from airparadis.services.review.imports import RowFault

_DECISIONS = {
    Decision.NEGATIVE: _("Negative"),
    Decision.NEUTRAL: _("Neutral"),
    Decision.POSITIVE: _("Positive"),
    Decision.SKIPPED: _("Skipped"),
}

_REASONS = {
    Reason.ASSIGNED: _("It is assigned to a reviewer."),
    Reason.SECOND_OPINION: _("Somebody else has labelled it: a second opinion is needed."),
    Reason.REPORTED: _("A reader reported the model’s answer as wrong."),
    Reason.UNCERTAIN: _("The model is not sure about it."),
    Reason.NOVEL: _("It has words that are new here."),
    Reason.RANDOM: _("Drawn at random, to see how often the model errs in general."),
}

_REASON_NAMES = {
    Reason.ASSIGNED: _("Assigned"),
    Reason.SECOND_OPINION: _("Second opinion"),
    Reason.REPORTED: _("Reported wrong"),
    Reason.UNCERTAIN: _("Uncertain"),
    Reason.NOVEL: _("New words"),
    Reason.RANDOM: _("Drawn at random"),
}

_ROW_FAULTS = {
    RowFault.UNREADABLE: _("not a row with names and values"),
    RowFault.NO_TEXT: _("no text"),
    RowFault.TOO_LONG: _("the text is longer than a tweet may be"),
    RowFault.NOT_TEXT: _("invalid characters"),
    RowFault.UNKNOWN_LABEL: _("the label is not negative, neutral, positive or skipped"),
    RowFault.LONG_REVIEWER: _("the reviewer’s name is too long"),
    RowFault.CONTRADICTS: _("an earlier row gives this text another label"),
}

_ASSIGNMENT_FAULTS = {
    "account": _("This account may not review, or is not active. Choose another one."),
    "labelled": _("This account has already labelled the tweet. Choose another one."),
    "unscored": _("Only a tweet that was scored can be assigned."),
}

_TOPICS = {
    "delay": _("Delay"),
    "baggage": _("Baggage"),
    "customer service": _("Customer service"),
    "cancellation": _("Cancellation"),
    "seats": _("Seats"),
    "booking": _("Booking"),
    None: _("None of these"),
}


def topic_name(name: str | None) -> str:
    """Name a topic; one that an analyst defined keeps the name they gave it."""
    return str(_TOPICS.get(name, name))


def assignment_fault(error: AssignmentError) -> str:
    """Say why a tweet cannot be assigned, and what to do."""
    return str(_ASSIGNMENT_FAULTS[error.kind])


FILTERS: Mapping[str, Callable[..., object]] = {
    "decision_name": lambda decision: str(_DECISIONS[decision]),
    "review_reason": lambda reason: str(_REASONS[reason]),
    "review_reason_name": lambda reason: str(_REASON_NAMES[reason]),
    "review_row_fault": lambda fault: str(_ROW_FAULTS[fault]),
    "topic_name": topic_name,
}
