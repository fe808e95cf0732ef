"""The notifiers of the contact points that administrators edit, or of the environment."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from flask_mail import Mail
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.domain.messages.outbox import Channel, Route
from airparadis.domain.messages.routing import Contact, Subject, Topic, hears
from airparadis.lib.errors import ConfigError
from airparadis.notify.notifier import Notifier
from airparadis.notify.registry import KINDS, configured_notifiers
from airparadis.services.messages import contacts
from airparadis.services.messages.contacts import FirstValue

_log = logging.getLogger(__name__)


def current_notifiers(session: Session, config: Config, mail: Mail) -> list[Notifier]:
    """Return the notifiers of the stored contact points, or those that the settings name.

    Raises:
        ConfigError: an address of the settings cannot be used.
    """
    stored = contacts.stored_contacts(session)
    session.rollback()  # nothing waits for a network in a transaction
    if stored is None:
        return configured_notifiers(config, mail)
    return [notifier for contact in stored for notifier in notifiers_of(contact, config, mail)]


def notifiers_of(contact: Contact, config: Config, mail: Mail) -> Sequence[Notifier]:
    """Return the notifier of a contact; none if it cannot be used here, mail without a server."""
    kind = KINDS[contact.channel]
    try:
        found = kind.notifiers(config.model_copy(update=kind.settings_of(contact)), mail)
    except ConfigError:
        _log.exception("contact point %s cannot be used", contact.id)
        return ()
    for notifier in found:
        notifier.route = Route(contact.channel, contact.target)
        notifier.rules = contact.rules
    return found


def first_values(config: Config, mail: Mail) -> list[FirstValue]:
    """Return the addresses of the environment.

    Raises:
        ConfigError: one cannot be used.
    """
    return [value for kind in KINDS.values() for value in kind.first_values(config, mail)]


@dataclass(frozen=True, slots=True)
class DigestMail:
    """A mail of the digest: to whom, by which target of the mail channel."""

    target: str
    recipients: tuple[str, ...]


def digest_mails(session: Session, config: Config) -> list[DigestMail]:
    """Return to whom the digest is mailed."""
    if not config.mail_server:
        return []
    stored = contacts.stored_contacts(session)
    if stored is None:
        return [DigestMail("", config.alert_recipients)] if config.alert_recipients else []
    return [
        DigestMail(contact.target, contact.recipients)
        for contact in stored
        if contact.channel is Channel.MAIL and hears(contact.rules, Subject(Topic.DIGEST))
    ]


def is_anybody_told(session: Session, config: Config) -> bool:
    """Return whether messages about incidents leave for anybody."""
    stored = contacts.stored_contacts(session)
    if stored is None:
        return config.is_alerting_configured
    return any(
        contact.rules and (contact.channel is not Channel.MAIL or config.mail_server)
        for contact in stored
    )
