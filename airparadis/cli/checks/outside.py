"""The ways to the outside: mail is spoken to without sending any."""

import smtplib
from datetime import datetime, timedelta

from flask_mail import Mail
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.cli.checks.finding import Finding, error, ok, warning
from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage
from airparadis.domain.messages.outbox import MessageState
from airparadis.lib.errors import ConfigError
from airparadis.notify.channels import configured_notifiers
from airparadis.notify.mail_faults import MailFault, fault_of

LATE = timedelta(minutes=15)

_ADVICE = {
    MailFault.CREDENTIALS: "check MAIL_USERNAME and MAIL_PASSWORD",
    MailFault.UNSUPPORTED: "unset MAIL_USERNAME, or set MAIL_USE_TLS or MAIL_USE_SSL",
    MailFault.TLS: "MAIL_USE_SSL is for port 465, MAIL_USE_TLS for 587 and 25",
    MailFault.TIMEOUT: "check MAIL_SERVER and MAIL_PORT, and whether a firewall is between",
    MailFault.UNKNOWN_HOST: "check MAIL_SERVER",
    MailFault.NOBODY_LISTENS: "check MAIL_PORT, and that the server runs",
    MailFault.DISCONNECTED: "it hung up: check MAIL_PORT and TLS",
}


def check_mail(config: Config, mail: Mail) -> Finding:
    """Connect, greet, log in, do nothing, hang up."""
    name = "mail"
    if not config.mail_server:
        return warning(name, "MAIL_SERVER is not set: no mail leaves", "set it; docs/settings.md")
    where = f"{config.mail_server}:{config.mail_port}"
    try:
        with mail.connect() as connection:
            assert connection.host is not None  # noqa: S101 (nothing is suppressed)
            connection.host.ehlo_or_helo_if_needed()
            connection.host.noop()
    except (OSError, smtplib.SMTPException) as failure:
        advice = _ADVICE.get(fault_of(failure), "check the MAIL_… settings")
        return error(name, f"{where}: {type(failure).__name__}", advice)
    if not config.alert_recipients:
        return warning(name, f"{where} answers; nobody is written to", "set ALERT_RECIPIENTS")
    return ok(name, f"{where} answers; alerts go to {len(config.alert_recipients)} addresses")


def check_ways(config: Config, mail: Mail) -> Finding:
    """Which ways there are; their addresses are secrets, and nothing is sent to them."""
    name = "chats and webhook"
    try:
        ways = configured_notifiers(config, mail)
    except ConfigError as failure:
        return error(name, str(failure), "docs/operations.md has examples")
    if not ways:
        return warning(
            name,
            "nobody is told of an incident: there is only the log",
            "set MAIL_SERVER and ALERT_RECIPIENTS, ALERT_CHAT_URLS or ALERT_WEBHOOK_URL",
        )
    if config.alert_webhook_url and not config.alert_webhook_secret:
        return warning(name, "what is posted is not signed", "set ALERT_WEBHOOK_SECRET")
    told = ", ".join(way.route.target or way.route.channel for way in ways)
    return ok(name, f"{told}; the settings page can try each")


def check_outbox(session: Session, now: datetime) -> Finding:
    """Nothing has waited for long."""
    waiting = select(func.count(), func.min(OutboxMessage.created_at)).where(
        OutboxMessage.state == MessageState.PENDING
    )
    count, oldest = session.execute(waiting).one()
    session.rollback()
    if count and now - oldest > LATE:
        return warning(
            "outbox",
            f"{count} messages wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC",
            "is the scheduler running? the incident's page shows the last error",
        )
    return ok("outbox", f"{count} messages wait")
