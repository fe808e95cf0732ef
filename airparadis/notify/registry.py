"""The table of notifiers: a new kind is a module with a `KIND`, and a line here."""

from collections.abc import Mapping

from flask_mail import Mail

from airparadis.config.settings import Config
from airparadis.domain.messages.outbox import Channel
from airparadis.notify import chat, mail, webhook
from airparadis.notify.notifier import Address, Notifier, NotifierKind

KINDS: Mapping[Channel, NotifierKind] = {
    kind.channel: kind for kind in (mail.KIND, chat.KIND, webhook.KIND)
}


def configured_notifiers(config: Config, mail: Mail) -> list[Notifier]:
    """Return every notifier that the settings name; without any, incidents are only logged.

    Raises:
        ConfigError: an address cannot be used.
    """
    return [notifier for kind in KINDS.values() for notifier in kind.notifiers(config, mail)]


def listed_addresses(config: Config) -> list[tuple[Channel, Address]]:
    """Return the addresses that the settings page lists, with their channels."""
    return [
        (kind.channel, address) for kind in KINDS.values() for address in kind.addresses(config)
    ]


def settings_of_any() -> str:
    """Return the settings of which one is needed to notify anybody, as a phrase."""
    *first, last = (kind.settings for kind in KINDS.values())
    return f"{', '.join(first)} or {last}"
