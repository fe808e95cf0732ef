"""Incidents in chats: Slack, Teams and the other services that Apprise knows."""

import hashlib
import hmac
import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from flask import render_template
from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.masking import escape_markdown, mask_personal
from airparadis.domain.messages.outbox import Channel, Route
from airparadis.domain.messages.routing import ALWAYS, Rule
from airparadis.domain.radar.sources.source_faults import asked_pause
from airparadis.lib.clock import utc_now
from airparadis.lib.deadline import MAX_TIMEOUTS, within
from airparadis.lib.errors import ConfigError, NotificationError
from airparadis.notify.http_answers import Answer, heard_answers
from airparadis.notify.mail_text import local, subject_of
from airparadis.notify.notifier import Address, NotifierKind, http_failure, plain_test_result
from airparadis.services.messages.contacts import MAX_NAME, FirstValue
from airparadis.services.messages.outbox import Draft

if TYPE_CHECKING:
    from apprise import NotifyBase

MAX_SHOWN = 3
"""Predictions in a chat message; the incident's page has the others."""

MARKDOWN_SERVICES: Final = frozenset(
    {"discord", "mmost", "mmosts", "rocket", "rockets", "workflows"}
)
"""Services that read plain text as Markdown; Apprise escapes for the others."""


SERVICES: Final = frozenset(
    {"slack", "msteams", "workflows", "discord", "mmost", "mmosts", "rocket", "rockets"}
    | {"matrix", "matrixs", "gchat", "wxteams", "zulip", "tgram", "ryver", "guilded", "line"}
    | {"ntfy", "ntfys", "gotify", "gotifys", "pagerduty", "opsgenie", "json", "jsons"}
)
"""Schemes of chats that the pages take; `ALERT_CHAT_URLS` takes all that Apprise knows."""

FILE_OPTION: Final = re.compile(r"[?&](?:template|tokens?_file|attach\w*)=", re.IGNORECASE)
MAX_URL: Final = 2_000


class ChatNotifier:
    """Writes to one address of `ALERT_CHAT_URLS`.

    Its `route` tells the addresses of a service apart without showing them.
    """

    def __init__(
        self, service: "NotifyBase", route: Route, config: Config, *, reads_markdown: bool = False
    ) -> None:
        self.service = service
        self._reads_markdown = reads_markdown
        self.route = route
        self.rules: Sequence[Rule] = ALWAYS
        self.config = config

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        """Write a few lines in the language of the settings, without handles or action links."""
        with force_locale(self.config.mail_language):
            subject = f"[Air Paradis] {subject_of(notice, incident)}"
            text = render_template(
                "chat/burst.txt" if incident.burst else "chat/incident.txt",
                notice=notice,
                incident=incident,
                predictions=predictions[:MAX_SHOWN],
                config=self.config,
                mask=self._plain,
                local=lambda moment: local(moment, self.config.timezone),
            )
        return Draft(Channel.CHAT, (), subject, text, target=self.route.target)

    def _plain(self, text: str) -> str:
        """Return a tweet as text that names nobody, for a service that would read markup in it."""
        masked = mask_personal(text)
        return escape_markdown(masked) if self._reads_markdown else masked

    def send(self, message: OutboxMessage) -> None:
        """Send one message.

        Raises:
            NotificationError: the service did not take it; the address is not named.
        """
        self._notify(message.subject, message.text)

    def send_test(self) -> None:
        """Send a message that only says that this chat works.

        Raises:
            NotificationError: it does not.
        """
        with force_locale(self.config.mail_language):
            subject, text = _("Test message"), _("Alerts about wrong predictions go to this chat.")
            self._notify(f"[Air Paradis] {subject}", f"{text}\n{self.config.base_url}")

    def test_result(self, error: NotificationError | None) -> str:
        """Return how a test went, as a sentence for an administrator."""
        return plain_test_result(self.route.target, error)

    def _notify(self, subject: str, text: str) -> None:
        from apprise import Apprise, NotifyFormat

        sender = Apprise()
        sender.add(self.service)

        def notify() -> tuple[bool, list[Answer]]:
            with heard_answers() as answers:
                # as plain text: tweets are no markup
                result = sender.notify(text, title=subject, body_format=NotifyFormat.TEXT)
                return bool(result), answers

        try:
            is_sent, answers = within(self.config.alert_timeout_seconds * MAX_TIMEOUTS, notify)
        except TimeoutError:
            raise NotificationError("no answer in time") from None
        if not is_sent:
            raise _failure(answers)


def chat_notifiers(config: Config) -> list[ChatNotifier]:
    """Return one for each address of the settings, in their order.

    Raises:
        ConfigError: Apprise does not know an address.
    """
    if not config.alert_chat_urls:
        return []
    from apprise import Apprise, AppriseAsset

    _silence_log()
    asset = AppriseAsset(http_redirects=False, app_id="Air Paradis", app_desc="Air Paradis")
    notifiers = []
    for number, url in enumerate(config.alert_chat_urls, start=1):
        service = Apprise.instantiate(url, asset=asset)
        if service is None:
            raise ConfigError(f"ALERT_CHAT_URLS: address {number} is not one that Apprise knows")
        service.socket_connect_timeout = config.alert_timeout_seconds
        service.socket_read_timeout = config.alert_timeout_seconds
        reads_markdown = url.partition("://")[0].lower() in MARKDOWN_SERVICES
        route = _route(service, url, config)
        notifiers.append(ChatNotifier(service, route, config, reads_markdown=reads_markdown))
    return notifiers


def address_digest(url: str, config: Config) -> str:
    """Return text that tells addresses apart without showing one, which is a secret."""
    return hmac.new(config.signing_key().encode(), url.encode(), hashlib.sha256).hexdigest()[:8]


def _route(service: "NotifyBase", url: str, config: Config) -> Route:
    return Route(Channel.CHAT, f"{str(service.service_name)[:70]} {address_digest(url, config)}")


def _silence_log() -> None:
    """Keep Apprise's log lines, which may name addresses, in its results alone."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.handlers = [logging.NullHandler()]


def _failure(answers: Sequence[Answer]) -> NotificationError:
    """Return what the last answer said that is not secret."""
    if not answers:
        return NotificationError("no answer")
    last = answers[-1]
    return http_failure(last.status, asked_pause(last.headers, utc_now()), last.reason)


def _addresses(config: Config) -> list[Address]:
    """Return the services of the settings, without loading Apprise."""
    return [
        Address(url.partition("://")[0], address_digest(url, config))
        for url in config.alert_chat_urls
    ]


def _first_values(config: Config, _mail: object) -> list[FirstValue]:
    targets = [notifier.route.target for notifier in chat_notifiers(config)]
    return [
        FirstValue(target[:MAX_NAME], Channel.CHAT, url, target=target)
        for target, url in zip(targets, config.alert_chat_urls, strict=True)
    ]


def _checked(text: str, config: Config) -> str:
    """Return a chat's address that an administrator entered.

    Only services that are chats are taken, and no address that names a file: who may enter one
    need not have the machine's trust.
    """
    url = text.strip()
    scheme, found, rest = url.partition("://")
    if not found or scheme.lower() not in SERVICES or len(url) > MAX_URL or not url.isprintable():
        raise ValueError("chat")
    if FILE_OPTION.search(rest):
        raise ValueError("chat_file")
    try:
        chat_notifiers(config.model_copy(update={"alert_chat_urls": (url,)}))
    except ConfigError:
        raise ValueError("chat") from None
    return url


KIND = NotifierKind(
    Channel.CHAT,
    lazy_gettext("Chat"),
    "ALERT_CHAT_URLS",
    lambda config, _mail: chat_notifiers(config),
    lambda contact: {"alert_chat_urls": (contact.address,)},
    _first_values,
    _checked,
    _addresses,
)
