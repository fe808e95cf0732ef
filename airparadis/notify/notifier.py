"""The protocol of a notifier, and the entry by which the registry lists a kind of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

from flask_babel import gettext as _
from flask_mail import Mail

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import Channel, Route
from airparadis.domain.messages.routing import Contact, Rule, Subject, Topic, hears
from airparadis.lib.errors import NotificationError
from airparadis.services.messages.contacts import FirstValue
from airparadis.services.messages.outbox import Draft

MAX_REFUSED: Final = 3
"""Attempts at an address that answers with a client error."""


class Sender(Protocol):
    """Sends the messages of one route from the outbox."""

    @property
    def route(self) -> Route:
        """The route whose messages it sends."""

    def send(self, message: OutboxMessage) -> None:
        """Send a message, or raise NotificationError, which names no secret address."""


class Notifier(Sender, Protocol):
    """Notifies people of incidents by one route."""

    route: Route
    rules: Sequence[Rule]
    """Rules of which one must match for a message to be sent here."""

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        """Write the message about an incident, with no connection."""

    def send_test(self) -> None:
        """Send a message that only says that this route works, or raise NotificationError."""

    def test_result(self, error: NotificationError | None) -> str:
        """Return how a test went, as a sentence for an administrator."""


def hears_of(notifier: Notifier, incident: Incident) -> bool:
    """Return whether the rules of a notifier let it hear of an incident."""
    burst = incident.burst
    if burst is None:
        return hears(notifier.rules, Subject(Topic.ERRORS))
    return hears(notifier.rules, Subject(Topic.BURST, burst.stream_id, burst.severity))


@dataclass(frozen=True, slots=True)
class Address:
    """A configured address as the settings page shows it: without its secret."""

    name: str
    digest: str = ""
    """The part of the route's target that tells addresses of one name apart."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotifierKind:
    """A kind of notifiers, one line of the registry."""

    channel: Channel
    label: Any
    """Its name, translated when it is shown."""
    settings: str
    """The settings that turn it on."""
    notifiers: Callable[[Config, Mail], Sequence[Notifier]]
    """Returns those that the settings name, or raises ConfigError."""
    settings_of: Callable[[Contact], Mapping[str, object]]
    """Returns the settings that name a contact point alone."""
    first_values: Callable[[Config, Mail], Sequence[FirstValue]]
    """Returns the addresses of the environment as contact points."""
    check: Callable[[str, Config], str]
    """Returns an address as it is stored; ValueError if it is none, with the reason."""
    addresses: Callable[[Config], Sequence[Address]] = lambda _: ()
    """Returns what the settings page lists with a test button; mail has a section of its own."""
    section: str = "channels"
    """Anchor of its section on the settings page."""
    not_configured: Any = None
    """Shown for a test of what is not configured; None for an error 404."""


def plain_test_result(name: str, error: NotificationError | None) -> str:
    """Return the sentence of a test for a notifier that has none of its own."""
    if error is None:
        return str(_("%(way)s accepted the test message.", way=name))
    return str(_("%(way)s did not accept the test message: %(why)s", way=name, why=error))


def http_failure(
    status: int, retry_after: timedelta | None = None, reason: str = ""
) -> NotificationError:
    """Return the error for an HTTP status; after a client error there are few more attempts.

    Args:
        status: the status.
        retry_after: the pause that the server asks for.
        reason: its own words, on one line, without a secret.
    """
    is_final = 400 <= status < 500 and status not in {408, 425, 429}
    attempts = MAX_REFUSED if is_final else None
    text = f"HTTP {status}: {reason}" if reason else f"HTTP {status}"
    return NotificationError(text, max_attempts=attempts, retry_after=retry_after)
