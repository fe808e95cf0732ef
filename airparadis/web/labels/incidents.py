"""Labels of incidents: states, the alert rule, the events of the timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_datetime, format_decimal, lazy_gettext, ngettext, to_user_timezone
from flask_babel import gettext as _

from airparadis.db.tables import IncidentEvent
from airparadis.domain.incidents.incident import Cause, EventKind, IncidentState, Notice
from airparadis.domain.messages.outbox import Channel, Route
from airparadis.lib.errors import HandoverError
from airparadis.notify.mail_links import ACTOR
from airparadis.services.incidents.handover import MAX_NOTE, MAX_NOTES
from airparadis.web.labels.messages import notice_name, route_name

Detail = Mapping[str, Any]
"""The stored detail of an event."""

_STATES = {
    IncidentState.OPEN: lazy_gettext("Open"),
    IncidentState.ACKNOWLEDGED: lazy_gettext("Acknowledged"),
    IncidentState.SNOOZED: lazy_gettext("Snoozed"),
    IncidentState.RESOLVED: lazy_gettext("Resolved"),
}


def state_name(state: IncidentState) -> str:
    """Name an incident's state."""
    return str(_STATES[state])


def window_rule(threshold: int, minutes: int) -> str:
    """Write the rule that opens an incident as a noun phrase."""
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


def event_label(event: IncidentEvent) -> str:
    """Describe an event of the timeline, without its time and actor."""
    is_burst = event.incident.cause is Cause.BURST
    label = _BURST_EVENTS.get(event.kind) if is_burst else None
    return (label or _EVENTS[event.kind])(event.detail)


def actor_name(actor: str) -> str:
    """Name who acted: the address of an account, or the link in a mail."""
    return _("link in the mail") if actor == ACTOR else actor


def _opened(detail: Detail) -> str:
    count = detail.get("count", 0)
    label: str = ngettext(
        "Opened: %(count)s prediction reported wrong",
        "Opened: %(count)s predictions reported wrong",
        count,
        count=format_decimal(count),
    )
    return label


def _reported(detail: Detail) -> str:
    count = detail["count"]
    label: str = ngettext(
        "Further reports: %(count)s prediction so far",
        "Further reports: %(count)s predictions so far",
        count,
        count=format_decimal(count),
    )
    return label


def _burst_opened(detail: Detail) -> str:
    count = detail["count"]
    label: str = ngettext(
        "Opened: %(count)s tweet", "Opened: %(count)s tweets", count, count=format_decimal(count)
    )
    return label


def _burst_grown(detail: Detail) -> str:
    count = detail["count"]
    label: str = ngettext(
        "Still going on: %(count)s tweet so far",
        "Still going on: %(count)s tweets so far",
        count,
        count=format_decimal(count),
    )
    return label


def _burst_worse(detail: Detail) -> str:
    if "topic" in detail:
        return str(_("Much worse: a new topic, %(topic)s", topic=detail["topic"]))
    return str(_("Much worse: severity %(severity)s of 10", severity=detail["severity"]))


def _snoozed(detail: Detail) -> str:
    until = to_user_timezone(datetime.fromisoformat(detail["until"]))
    return str(_("Snoozed until %(time)s", time=format_datetime(until, "d MMM, HH:mm")))


def _assigned(detail: Detail) -> str:
    owner = detail.get("owner")
    return str(_("Owner: %(who)s", who=owner) if owner else _("No owner any more"))


def _reopened(detail: Detail) -> str:
    if detail.get("damped"):
        return str(_("Back again soon after its end: reopened without another mail"))
    return str(_("Back again soon after its end: reopened"))


def _route(detail: Detail) -> str:
    return route_name(Route(Channel(detail["channel"]), detail["target"]))


_EVENTS: Mapping[EventKind, Callable[[Detail], str]] = {
    EventKind.OPENED: _opened,
    EventKind.REPORTED: _reported,
    EventKind.MAIL_SENT: lambda detail: _(
        "Mail sent: %(notice)s", notice=notice_name(detail.get("notice", Notice.OPENED))
    ),
    EventKind.MAIL_FAILED: lambda detail: _(
        "Mail given up: %(notice)s", notice=notice_name(detail.get("notice", Notice.OPENED))
    ),
    EventKind.MESSAGE_SENT: lambda detail: _(
        "Sent by %(way)s: %(notice)s", way=_route(detail), notice=notice_name(detail["notice"])
    ),
    EventKind.MESSAGE_FAILED: lambda detail: _(
        "Given up by %(way)s: %(notice)s", way=_route(detail), notice=notice_name(detail["notice"])
    ),
    EventKind.ACKNOWLEDGED: lambda _detail: _("Acknowledged"),
    EventKind.UNACKNOWLEDGED: lambda _detail: _("Acknowledgement undone"),
    EventKind.ASSIGNED: _assigned,
    EventKind.NOTED: lambda _detail: _("Note"),
    EventKind.SNOOZED: _snoozed,
    EventKind.SNOOZE_ENDED: lambda _detail: _("Snooze ended"),
    EventKind.REOPENED: _reopened,
    EventKind.WORSENED: _burst_worse,
    EventKind.RESOLVED: lambda _detail: _("Resolved"),
}

_BURST_EVENTS: Mapping[EventKind, Callable[[Detail], str]] = {
    EventKind.OPENED: _burst_opened,
    EventKind.REPORTED: _burst_grown,
}

_HANDOVER_FAULTS = {
    "owner": lazy_gettext("Choose an active account that may act on incidents."),
    "empty": lazy_gettext("Write a note."),
    "long": lazy_gettext("A note can have at most %(most)s characters.", most=MAX_NOTE),
    "many": lazy_gettext("This incident has %(most)s notes, the maximum.", most=MAX_NOTES),
}


def handover_fault(error: HandoverError) -> str:
    """Say why an owner or a note is refused."""
    return str(_HANDOVER_FAULTS[error.kind])


FILTERS: Mapping[str, Callable[..., object]] = {
    "actor_name": actor_name,
    "event_label": event_label,
    "state_name": state_name,
}
