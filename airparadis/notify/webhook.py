"""Incidents as signed JSON, posted to one address (docs/operations.md describes it)."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from airparadis.config.settings import Config
from airparadis.db.tables import Burst, Incident, OutboxMessage, Prediction
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.masking import mask_personal
from airparadis.domain.messages.outbox import Channel, Route
from airparadis.domain.messages.routing import ALWAYS, Contact, Rule
from airparadis.domain.messages.signature import sign
from airparadis.domain.predictions.excerpt import excerpt
from airparadis.domain.radar.sources.source_faults import asked_pause
from airparadis.lib.clock import utc_now
from airparadis.lib.deadline import MAX_TIMEOUTS, within
from airparadis.lib.destinations import is_forbidden_host, leads_nowhere
from airparadis.lib.errors import NotificationError
from airparadis.notify.notifier import Address, NotifierKind, http_failure, plain_test_result
from airparadis.notify.paths import path_to
from airparadis.services.messages.contacts import FirstValue
from airparadis.services.messages.outbox import Draft

MAX_URL: Final = 2_000
"""Characters of an address."""


class ForbiddenHostError(OSError):
    """The address leads to one that only this machine can ask."""


class WebhookNotifier:
    """Posts to `ALERT_WEBHOOK_URL`."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.route = Route(Channel.WEBHOOK)
        self.rules: Sequence[Rule] = ALWAYS

    def compose(
        self, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
    ) -> Draft:
        """Write the JSON body, the same at every attempt."""
        body = payload(self.config, notice, incident, predictions)
        text = json.dumps(body, ensure_ascii=False)
        return Draft(Channel.WEBHOOK, (), f"incident.{notice}", text, target=self.route.target)

    def send(self, message: OutboxMessage) -> None:
        """Post one message.

        Raises:
            NotificationError: the status was not 200 to 299; a redirect is not followed.
        """
        self._post(message.text.encode(), f"{message.id}-{message.created_at.timestamp():.0f}")

    def send_test(self) -> None:
        """Post a body that only says that the webhook works.

        Raises:
            NotificationError: it does not.
        """
        dashboard_url = self.config.base_url + path_to("admin.dashboard")
        body = json.dumps({"event": "test", "dashboard_url": dashboard_url})
        self._post(body.encode(), f"test-{utc_now().timestamp():.0f}")

    def test_result(self, error: NotificationError | None) -> str:
        """Return how a test went, as a sentence for an administrator."""
        return plain_test_result(self.route.target or str(KIND.label), error)

    def _post(self, body: bytes, delivery: str) -> None:
        import requests

        seconds = self.config.alert_timeout_seconds

        def post() -> tuple[int, Mapping[str, str]]:
            if leads_nowhere(self.config.alert_webhook_url):
                raise ForbiddenHostError
            with requests.post(
                self.config.alert_webhook_url,
                data=body,
                headers=self._headers(delivery, body),
                timeout=seconds,
                allow_redirects=False,  # another host must not get the signature
                stream=True,  # do not read the body of the answer, however long
            ) as response:
                return response.status_code, response.headers

        try:
            status, headers = within(seconds * MAX_TIMEOUTS, post)
        except (requests.RequestException, OSError) as error:
            raise NotificationError(type(error).__name__) from None
        if not 200 <= status < 300:
            raise http_failure(status, asked_pause(headers, utc_now()))

    def _headers(self, delivery: str, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "AirParadis-Webhook/1",
            "AirParadis-Delivery": delivery,
        }
        if self.config.alert_webhook_secret:
            seconds = int(utc_now().timestamp())
            headers["AirParadis-Signature"] = sign(self.config.alert_webhook_secret, seconds, body)
        return headers


def payload(
    config: Config, notice: Notice, incident: Incident, predictions: Sequence[Prediction]
) -> dict[str, object]:
    """Return an incident as JSON values, without whole tweets, handles or action links."""
    own = ("id", "state", "threshold", "window_seconds", "report_count")
    times = ("first_report_at", "last_report_at", "opened_at", "acknowledged_at", "resolved_at")
    return {
        "event": f"incident.{notice}",
        "incident": {name: getattr(incident, name) for name in own}
        | {name: _utc(getattr(incident, name)) for name in times}
        | {"url": config.base_url + path_to("incidents.show", incident_id=incident.id)},
        "predictions": [_prediction(config, prediction) for prediction in predictions],
        "burst": _burst(incident.burst) if incident.burst else None,
        "dashboard_url": config.base_url + path_to("admin.dashboard"),
    }


def _burst(burst: Burst) -> dict[str, object]:
    """Return the burst with quotes that name no account and are cut."""
    own = ("signal", "severity", "window_seconds", "tweets", "negative", "scored")
    return {name: getattr(burst, name) for name in (*own, "usual_tweets", "usual_negative")} | {
        "stream": burst.stream.name,
        "terms": [term["term"] for term in burst.story["terms"]],
        "excerpts": [mask_personal(quote["text"]) for quote in burst.story["quotes"]],
    }


def _prediction(config: Config, prediction: Prediction) -> dict[str, object]:
    return {
        "id": str(prediction.public_id),
        "label": prediction.label,
        "confidence": prediction.confidence,
        "probability_positive": prediction.probability_positive,
        "neutral_probability": prediction.neutral_probability,
        "neutral": prediction.neutral,
        "model_version": prediction.model_version,
        "excerpt": excerpt(mask_personal(prediction.text)),
        "url": config.base_url + path_to("prediction.show", public_id=prediction.public_id),
    }


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _addresses(config: Config) -> list[Address]:
    if not config.alert_webhook_url:
        return []
    note = _("signed") if config.alert_webhook_secret else _("not signed")
    return [Address(str(KIND.label), note=note)]


def _settings_of(contact: Contact) -> dict[str, object]:
    return {"alert_webhook_url": contact.address, "alert_webhook_secret": contact.secret}


def _first_values(config: Config, _mail: object) -> list[FirstValue]:
    url, secret = config.alert_webhook_url, config.alert_webhook_secret
    return [FirstValue(str(KIND.label), Channel.WEBHOOK, url, secret)] if url else []


def _checked(text: str, _config: Config) -> str:
    url = text.strip()
    try:
        host = urlsplit(url).hostname or ""
        is_web = urlsplit(url).scheme in {"http", "https"} and host != ""
        is_web = is_web and not is_forbidden_host(host)
    except ValueError:
        is_web = False
    if not is_web or len(url) > MAX_URL or not url.isprintable() or " " in url:
        raise ValueError("web")
    return url


KIND = NotifierKind(
    Channel.WEBHOOK,
    lazy_gettext("Webhook"),
    "ALERT_WEBHOOK_URL",
    lambda config, _mail: [WebhookNotifier(config)] if config.alert_webhook_url else [],
    _settings_of,
    _first_values,
    _checked,
    _addresses,
)
