"""Labels of messages: routes, notices, delivery states."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.db.tables import OutboxMessage
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import MessageState, Route
from airparadis.notify.registry import KINDS


class Delivery(StrEnum):
    """The state of a message as pages show it."""

    SENT = "sent"
    OWED = "owed"
    HELD = "held"
    FAILING = "failing"
    GIVEN_UP = "given_up"
    GROUPED = "grouped"


_NOTICES: Mapping[Notice, Any] = {
    Notice.OPENED: _("Alert"),
    Notice.REMINDER: _("Reminder"),
    Notice.REOPENED: _("Alert, back again"),
    Notice.WORSENED: _("Alert, much worse"),
    Notice.RESOLVED: _("Resolved message"),
    Notice.PASSED: _("Message after quiet hours"),
    Notice.DIGEST: _("Digest"),
    Notice.ACCOUNT: _("Mail about an account"),
}


def route_name(route: Route) -> str:
    """Name a route: mail, webhook, or the service of a chat."""
    return route.target or str(KINDS[route.channel].label)


def notice_name(notice: Notice | str) -> str:
    """Name a kind of message."""
    return str(_NOTICES[Notice(notice)])


def message_state(message: OutboxMessage) -> Delivery:
    """Reduce the stored state of a message to what pages show."""
    if message.state is MessageState.SENT:
        return Delivery.SENT
    if message.state is MessageState.GROUPED:
        return Delivery.GROUPED
    if message.is_held:
        return Delivery.HELD
    if message.state is MessageState.FAILED:
        return Delivery.GIVEN_UP
    return Delivery.FAILING if message.last_error else Delivery.OWED


FILTERS: Mapping[str, Callable[..., object]] = {
    "message_state": message_state,
    "notice_name": notice_name,
    "route_name": route_name,
}
