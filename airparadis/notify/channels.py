"""The ways to the outside that the settings open."""

from flask_mail import Mail

from airparadis.config.settings import Config
from airparadis.notify.account_mail import AccountMailer
from airparadis.notify.chat import chat_notifiers
from airparadis.notify.mail import MailNotifier, Notifier, Sender
from airparadis.notify.webhook import WebhookNotifier


def configured_notifiers(config: Config, mail: Mail) -> list[Notifier]:
    """One for each way; none if nothing is configured, and the log line has to do.

    Raises:
        ConfigError: the address of a chat is none.
    """
    notifiers: list[Notifier] = []
    if config.is_mail_configured:
        notifiers.append(MailNotifier(mail, config))
    notifiers.extend(chat_notifiers(config))
    if config.alert_webhook_url:
        notifiers.append(WebhookNotifier(config))
    return notifiers


def account_senders(config: Config, mail: Mail) -> list[Sender]:
    """What sends mails to owners of accounts: none without a mail server."""
    return [AccountMailer(mail, config)] if config.mail_server else []
