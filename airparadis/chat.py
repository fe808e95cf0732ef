"""Incidents in chats: Slack, Teams and the other services that Apprise knows."""

import hashlib
import hmac
import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import force_locale

from airparadis.config import Config
from airparadis.domain.incident import Notice
from airparadis.domain.masking import mask_handles
from airparadis.domain.outbox import Channel, Route
from airparadis.errors import ConfigError, NotificationError
from airparadis.mail_text import local, subject_of, utc
from airparadis.models import Incident, OutboxMessage, Prediction
from airparadis.services.outbox import Draft

if TYPE_CHECKING:
    from apprise import NotifyBase

SHOWN = 3
"""A chat is no place for a list: the incident's page has the others."""


class ChatNotifier:
    """Writes to one address of `ALERT_CHAT_URLS`.

    Its `route` tells a service's addresses apart without giving any away.
    """

    def __init__(self, service: "NotifyBase", route: Route, config: Config) -> None:
        self.service = service
        self.route = route
        self.config = config

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        """A few lines in the language of the settings; without handles, or links that act."""
        with force_locale(self.config.mail_language):
            subject = f"[Air Paradis] {subject_of(notice, incident)}"
            text = render_template(
                "chat/incident.txt",
                notice=notice,
                incident=incident,
                predictions=predictions[:SHOWN],
                config=self.config,
                mask=mask_handles,
                utc=utc,
                local=lambda moment: local(moment, self.config.timezone),
            )
        return Draft(Channel.CHAT, (), subject, text, target=self.route.target)

    def send(self, message: OutboxMessage) -> None:
        """Send one message.

        Raises:
            NotificationError: the service did not take it; the address is not named.
        """
        from apprise import Apprise, NotifyFormat

        sender = Apprise()
        sender.add(self.service)
        result = sender.notify(
            message.text,
            title=message.subject,
            body_format=NotifyFormat.TEXT,  # tweets are no markup
        )
        if not result:
            raise NotificationError(_reason(" ".join(str(line) for line in result.logs())))


def chat_notifiers(config: Config) -> list[ChatNotifier]:
    """One for each address of the settings, in their order.

    Raises:
        ConfigError: an address is none that Apprise knows.
    """
    if not config.alert_chat_urls:
        return []
    from apprise import Apprise, AppriseAsset

    _keep_quiet()
    asset = AppriseAsset(http_redirects=False, app_id="Air Paradis", app_desc="Air Paradis")
    notifiers = []
    for number, url in enumerate(config.alert_chat_urls, start=1):
        service = Apprise.instantiate(url, asset=asset)
        if service is None:
            raise ConfigError(f"ALERT_CHAT_URLS: address {number} is none that Apprise knows")
        service.socket_connect_timeout = config.alert_timeout_seconds
        service.socket_read_timeout = config.alert_timeout_seconds
        notifiers.append(ChatNotifier(service, _route(service, url, config), config))
    return notifiers


def _route(service: "NotifyBase", url: str, config: Config) -> Route:
    """Named by the service and by a keyed digest: the address itself lets anybody write there."""
    digest = hmac.new(config.signing_key().encode(), url.encode(), hashlib.sha256).hexdigest()[:8]
    return Route(Channel.CHAT, f"{str(service.service_name)[:70]} {digest}")


def _keep_quiet() -> None:
    """Apprise's log lines may name addresses: they stay in its results."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.handlers = [logging.NullHandler()]


def _reason(logged: str) -> str:
    """What a failure's log lines say that is no secret."""
    status = re.search(r"\berror=(\d{3})\b", logged)
    return f"HTTP {status[1]}" if status else "no answer"
