"""Checks of the mail server, the other channels and the outbox; nothing is sent."""

import smtplib
from datetime import timedelta

from sqlalchemy import func, select

from airparadis.cli.checks.outcome import Instance, Outcome, error, ok, warning
from airparadis.db.tables import OutboxMessage
from airparadis.domain.messages.outbox import Channel, MessageState
from airparadis.lib.errors import ConfigError
from airparadis.notify.contacts import current_notifiers
from airparadis.notify.mail_faults import MailFault, fault_of
from airparadis.notify.registry import settings_of_any
from airparadis.notify.webhook import WebhookNotifier
from airparadis.services.messages import contacts

MAX_WAIT = timedelta(minutes=15)

_ADVICE = {
    MailFault.CREDENTIALS: "check MAIL_USERNAME and MAIL_PASSWORD",
    MailFault.UNSUPPORTED: "unset MAIL_USERNAME, or set MAIL_USE_TLS or MAIL_USE_SSL",
    MailFault.CERTIFICATE: "check MAIL_SERVER, or set MAIL_CA_FILE",
    MailFault.TLS: "MAIL_USE_SSL is for port 465, MAIL_USE_TLS for 587 and 25",
    MailFault.TIMEOUT: "check MAIL_SERVER and MAIL_PORT, and any firewall in between",
    MailFault.UNKNOWN_HOST: "check MAIL_SERVER",
    MailFault.NOBODY_LISTENS: "check MAIL_PORT, and that the server runs",
    MailFault.DISCONNECTED: "it closed the connection: check MAIL_PORT and TLS",
}


def check_mail(instance: Instance) -> Outcome:
    """Connect to the mail server, greet it, log in and hang up."""
    config = instance.config
    if not config.mail_server:
        return warning("MAIL_SERVER is not set: no mail is sent", "set it; docs/settings.md")
    server = f"{config.mail_server}:{config.mail_port}"
    try:
        with instance.mail.connect() as connection:
            assert connection.host is not None  # noqa: S101 (nothing is suppressed)
            connection.host.ehlo_or_helo_if_needed()
            connection.host.noop()
    except (OSError, smtplib.SMTPException) as failure:
        advice = _ADVICE.get(fault_of(failure), "check the MAIL_… settings")
        return error(f"{server}: {type(failure).__name__}", advice)
    if not config.mail_tls_verify and (config.mail_use_tls or config.mail_use_ssl):
        return warning(
            f"{server} answers, but anybody could: MAIL_TLS_VERIFY is off",
            "set MAIL_CA_FILE to the authority that signs its certificate, and turn it on",
        )
    recipients = _recipients(instance)
    if not recipients:
        return warning(f"{server} answers; there are no recipients", "set ALERT_RECIPIENTS")
    return ok(f"{server} answers; alerts go to {len(recipients)} addresses")


def _recipients(instance: Instance) -> set[str]:
    """Return the mail addresses of the contact points, or those of the settings."""
    stored = contacts.stored_contacts(instance.session)
    instance.session.rollback()
    if stored is None:
        return set(instance.config.alert_recipients)
    mails = (contact for contact in stored if contact.channel is Channel.MAIL)
    return {address for contact in mails for address in contact.recipients}


def check_channels(instance: Instance) -> Outcome:
    """List the configured channels, without their addresses, which are secret."""
    config = instance.config
    try:
        notifiers = current_notifiers(instance.session, config, instance.mail)
    except ConfigError as failure:
        return error(str(failure), "docs/operations.md has examples")
    if not notifiers:
        return warning(
            "nobody is notified of incidents: they are only logged",
            f"set {settings_of_any()}",
        )
    webhooks = (found for found in notifiers if isinstance(found, WebhookNotifier))
    if any(not found.config.alert_webhook_secret for found in webhooks):
        return warning("webhook messages are not signed", "set ALERT_WEBHOOK_SECRET")
    routes = [notifier.route for notifier in notifiers]
    names = ", ".join(route.target or route.channel for route in routes)
    return ok(f"{names}; the settings page can try each")


def check_outbox(instance: Instance) -> Outcome:
    """Check that no message has waited for long."""
    pending = select(func.count(), func.min(OutboxMessage.created_at)).where(
        OutboxMessage.state == MessageState.PENDING
    )
    count, oldest = instance.session.execute(pending).one()
    instance.session.rollback()
    if count and instance.now - oldest > MAX_WAIT:
        return warning(
            f"{count} messages are waiting, the oldest since {oldest:%Y-%m-%d %H:%M} UTC",
            "is the scheduler running? the incident's page shows the last error",
        )
    return ok(f"{count} messages are waiting")
