"""Labels of messages: routes, notices, delivery states, mail faults."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import Channel, MessageState, Route
from airparadis.notify.mail_faults import MailFault


class Delivery(StrEnum):
    """The state of a message as pages show it."""

    SENT = "sent"
    OWED = "owed"
    HELD = "held"
    FAILING = "failing"
    GIVEN_UP = "given_up"


_CHANNELS = {Channel.MAIL: _("Mail"), Channel.CHAT: _("Chat"), Channel.WEBHOOK: _("Webhook")}

_NOTICES: Mapping[Notice, Any] = {
    Notice.OPENED: _("Alert"),
    Notice.REMINDER: _("Reminder"),
    Notice.REOPENED: _("Alert, back again"),
    Notice.RESOLVED: _("Resolved message"),
    Notice.PASSED: _("Message after quiet hours"),
    Notice.DIGEST: _("Digest"),
    Notice.ACCOUNT: _("Mail about an account"),
}

_MAIL_FAULTS: Mapping[MailFault, Any] = {
    MailFault.CREDENTIALS: _(
        "%(server)s refuses the user name or the password: check MAIL_USERNAME and MAIL_PASSWORD."
    ),
    MailFault.RECIPIENTS: _("%(server)s refuses every recipient: check ALERT_RECIPIENTS."),
    MailFault.SENDER: _("%(server)s refuses the sender: check MAIL_DEFAULT_SENDER."),
    MailFault.UNSUPPORTED: _(
        "%(server)s does not offer what the settings ask for: check MAIL_USE_TLS and MAIL_USERNAME."
    ),
    MailFault.DISCONNECTED: _(
        "%(server)s hung up: check MAIL_PORT, MAIL_USE_TLS and MAIL_USE_SSL."
    ),
    MailFault.REFUSED: _("%(server)s answers, but refuses the mail."),
    MailFault.TLS: _("No encrypted connection to %(server)s: check MAIL_USE_TLS and MAIL_USE_SSL."),
    MailFault.TIMEOUT: _(
        "%(server)s did not answer within %(seconds)s seconds: check MAIL_SERVER and MAIL_PORT."
    ),
    MailFault.UNKNOWN_HOST: _("No server is known by the name in %(server)s: check MAIL_SERVER."),
    MailFault.NOBODY_LISTENS: _(
        "Nothing listens at %(server)s: check MAIL_SERVER and MAIL_PORT, or whether it is running."
    ),
    MailFault.OTHER: _("The mail could not be sent by %(server)s."),
}


def route_name(route: Route) -> str:
    """Name a route: mail, webhook, or the service of a chat."""
    return route.target or str(_CHANNELS[route.channel])


def notice_name(notice: Notice | str) -> str:
    """Name a kind of message."""
    return str(_NOTICES[Notice(notice)])


def message_state(message: OutboxMessage) -> Delivery:
    """Reduce the stored state of a message to what pages show."""
    if message.state is MessageState.SENT:
        return Delivery.SENT
    if message.is_held:
        return Delivery.HELD
    if message.state is MessageState.FAILED:
        return Delivery.GIVEN_UP
    return Delivery.FAILING if message.last_error else Delivery.OWED


def mail_fault(fault: MailFault, config: Config) -> str:
    """Say why a test mail failed and which settings to check."""
    server = f"{config.mail_server}:{config.mail_port}"
    values = {"server": server, "seconds": config.mail_timeout_seconds}
    text = str(_MAIL_FAULTS[fault])
    return text % {name: value for name, value in values.items() if f"%({name})s" in text}


FILTERS: Mapping[str, Callable[..., object]] = {
    "message_state": message_state,
    "notice_name": notice_name,
    "route_name": route_name,
}
