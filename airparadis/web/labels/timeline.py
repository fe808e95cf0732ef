"""The lines of an incident's timeline, and what messages are called, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_datetime, format_decimal, lazy_gettext, ngettext, to_user_timezone
from flask_babel import gettext as _

from airparadis.db.tables import IncidentEvent
from airparadis.domain.incidents.incident import Cause, EventKind, Notice
from airparadis.domain.messages.outbox import Channel, Route
from airparadis.notify.mail_links import ACTOR
from airparadis.web.labels.labels import route_name

_NOTICES: Mapping[Notice, Any] = {
    Notice.OPENED: lazy_gettext("Alert"),
    Notice.REMINDER: lazy_gettext("Reminder"),
    Notice.REOPENED: lazy_gettext("Alert, back again"),
    Notice.RESOLVED: lazy_gettext("Resolved message"),
    Notice.PASSED: lazy_gettext("Message after quiet hours"),
    Notice.DIGEST: lazy_gettext("Digest"),
    Notice.ACCOUNT: lazy_gettext("Mail about an account"),
}


def notice_name(notice: Notice | str) -> str:
    """What a message is called."""
    return str(_NOTICES[Notice(notice)])


def event_words(event: IncidentEvent) -> str:
    """What happened, without when and who."""
    is_burst = event.incident.cause is Cause.BURST
    words = _BURST_WORDS.get(event.kind) if is_burst else None
    return (words or _WORDS[event.kind])(event.detail)


def actor_name(actor: str) -> str:
    """Who did it: an account's address, or whoever had the mail."""
    return _("link in the mail") if actor == ACTOR else actor


def _opened(detail: Mapping[str, Any]) -> str:
    count = detail.get("count", 0)
    words: str = ngettext(
        "Opened: %(count)s prediction reported wrong",
        "Opened: %(count)s predictions reported wrong",
        count,
        count=format_decimal(count),
    )
    return words


def _reported(detail: Mapping[str, Any]) -> str:
    count = detail["count"]
    words: str = ngettext(
        "Further reports: %(count)s prediction by now",
        "Further reports: %(count)s predictions by now",
        count,
        count=format_decimal(count),
    )
    return words


def _burst_opened(detail: Mapping[str, Any]) -> str:
    count = detail["count"]
    words: str = ngettext(
        "Opened: %(count)s tweet", "Opened: %(count)s tweets", count, count=format_decimal(count)
    )
    return words


def _burst_grown(detail: Mapping[str, Any]) -> str:
    count = detail["count"]
    words: str = ngettext(
        "It goes on: %(count)s tweet by now",
        "It goes on: %(count)s tweets by now",
        count,
        count=format_decimal(count),
    )
    return words


def _snoozed(detail: Mapping[str, Any]) -> str:
    until = to_user_timezone(datetime.fromisoformat(detail["until"]))
    return str(_("Snoozed until %(time)s", time=format_datetime(until, "d MMM, HH:mm")))


def _reopened(detail: Mapping[str, Any]) -> str:
    if detail.get("damped"):
        return str(_("Back again soon after its end: reopened without another mail"))
    return str(_("Back again soon after its end: reopened"))


def _way(detail: Mapping[str, Any]) -> str:
    return route_name(Route(Channel(detail["channel"]), detail["target"]))


_WORDS: Mapping[EventKind, Callable[[Mapping[str, Any]], str]] = {
    EventKind.OPENED: _opened,
    EventKind.REPORTED: _reported,
    EventKind.MAIL_SENT: lambda detail: _(
        "Mail sent: %(notice)s", notice=notice_name(detail.get("notice", Notice.OPENED))
    ),
    EventKind.MAIL_FAILED: lambda detail: _(
        "Mail given up: %(notice)s", notice=notice_name(detail.get("notice", Notice.OPENED))
    ),
    EventKind.MESSAGE_SENT: lambda detail: _(
        "Sent by %(way)s: %(notice)s", way=_way(detail), notice=notice_name(detail["notice"])
    ),
    EventKind.MESSAGE_FAILED: lambda detail: _(
        "Given up by %(way)s: %(notice)s", way=_way(detail), notice=notice_name(detail["notice"])
    ),
    EventKind.ACKNOWLEDGED: lambda _detail: _("Acknowledged"),
    EventKind.SNOOZED: _snoozed,
    EventKind.SNOOZE_ENDED: lambda _detail: _("Snooze ended"),
    EventKind.REOPENED: _reopened,
    EventKind.RESOLVED: lambda _detail: _("Resolved"),
}

_BURST_WORDS: Mapping[EventKind, Callable[[Mapping[str, Any]], str]] = {
    EventKind.OPENED: _burst_opened,
    EventKind.REPORTED: _burst_grown,
}

FILTERS: Mapping[str, Callable[..., object]] = {
    "actor_name": actor_name,
    "event_words": event_words,
    "notice_name": notice_name,
}
