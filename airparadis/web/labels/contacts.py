"""Labels of contact points and routes."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from airparadis.db.tables import AlertRoute
from airparadis.domain.messages.outbox import Channel
from airparadis.domain.messages.routing import Topic
from airparadis.lib.errors import ContactError
from airparadis.notify.registry import KINDS
from airparadis.services.messages.contacts import MAX_CONTACTS, MAX_ROUTES

TOPICS: Mapping[Topic, Any] = {
    Topic.ERRORS: _("wrong predictions"),
    Topic.BURST: _("bursts of streams"),
    Topic.DIGEST: _("the daily digest"),
}

_FAULTS: Mapping[str, Any] = {
    "name": _("Enter a name without line breaks."),
    "taken": _("A contact point already has this name. Choose another one."),
    "contacts": _(
        "There are already %(most)s contact points, the maximum: remove one first.",
        most=MAX_CONTACTS,
    ),
    "routes": _(
        "There are already %(most)s routes, the maximum: remove one first.", most=MAX_ROUTES
    ),
    "stream": _("This stream no longer exists."),
    "recipients": _("Enter 1 to 50 mail addresses such as ana@example.org."),
    "web": _("Enter an address such as https://example.org/hook."),
    "chat": _("Enter the address of a chat that Apprise knows, such as slack://…"),
    "chat_file": _("An address entered here may not name a file."),
}


def channel_name(channel: Channel) -> str:
    """Name a channel."""
    return str(KINDS[channel].label)


def contact_fault(kind: str) -> str:
    """Say why a contact point cannot be stored; mail addresses by default."""
    return str(_FAULTS.get(kind, _FAULTS["recipients"]))


def contact_error(error: ContactError) -> str:
    """Say why a contact point or route cannot be stored."""
    return contact_fault(error.kind)


def route_rule(route: AlertRoute, streams: Mapping[int, str]) -> str:
    """Say what a contact point hears of by a route."""
    parts = [str(TOPICS[route.topic]) if route.topic else gettext("everything")]
    if route.stream_id is not None:
        parts.append(gettext("stream %(name)s", name=streams.get(route.stream_id, "?")))
    if route.min_severity:
        parts.append(gettext("from severity %(severity)s", severity=route.min_severity))
    return ", ".join(parts)


FILTERS: Mapping[str, Callable[..., object]] = {
    "channel_name": channel_name,
    "route_rule": route_rule,
}
