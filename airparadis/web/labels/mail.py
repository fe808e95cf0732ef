"""How sending a test mail went, in words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.config.settings import Config
from airparadis.notify.mail_faults import MailFault

_FAULTS: Mapping[MailFault, Any] = {
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


def fault_words(fault: MailFault, config: Config) -> str:
    """What is wrong, and which settings to look at."""
    server = f"{config.mail_server}:{config.mail_port}"
    values = {"server": server, "seconds": config.mail_timeout_seconds}
    words = str(_FAULTS[fault])
    return words % {name: value for name, value in values.items() if f"%({name})s" in words}
