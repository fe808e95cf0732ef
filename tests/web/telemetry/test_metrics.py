"""The metrics for Prometheus: their readers, their values, and what is never exposed."""

import uuid
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as read_openmetrics,
)
from prometheus_client.parser import text_string_to_metric_families as read_text

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage
from airparadis.domain.incidents.incident import Cause, IncidentState, Notice
from airparadis.domain.messages.outbox import Channel, MessageState
from airparadis.lib.clock import utc_now
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from tests.support.fakes import FakeClassifier

PREDICT = "/api/v1/predict"
VERSION = FakeClassifier().manifest.version


@pytest.fixture
def config(config: Config) -> Config:
    return config.model_copy(update={"metrics_public": True})


def value(client: FlaskClient, name: str, labels: Mapping[str, str] | None = None) -> float | None:
    """The sample of this name and these labels, None if there is none."""
    for family in read_text(client.get("/metrics").text):
        for sample in family.samples:
            if sample.name == name and sample.labels == (labels or {}):
                return float(sample.value)
    return None


def test_predictions_are_counted_by_label_version_and_source(client: FlaskClient) -> None:
    client.post(PREDICT, json={"texts": ["I love it", "I love you", "I hate it", "@airparadis"]})
    client.post("/", data={"text": "I hate it"})
    counted = {
        (label, source): value(
            client,
            "airparadis_predictions_total",
            {"label": label, "version": VERSION, "source": source},
        )
        for label in ("positive", "negative", "none")
        for source in ("api", "form")
    }
    assert counted == {
        ("positive", "api"): 2,
        ("negative", "api"): 1,
        ("none", "api"): 1,
        ("positive", "form"): None,
        ("negative", "form"): 1,
        ("none", "form"): None,
    }


def test_a_prediction_that_was_not_stored_is_not_counted(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_predictions: object) -> None:
        raise RuntimeError("disk full")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        ledger = runtime().ledger
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "add", fail)
        assert client.post(PREDICT, json={"text": "I love it"}).status_code == 500
    assert "airparadis_predictions_total{" not in client.get("/metrics").text


def test_votes_are_counted_by_verdict(client: FlaskClient) -> None:
    made = client.post(PREDICT, json={"text": "I love it"}).get_json()["id"]
    for is_correct in (True, False, False):
        ballot = {"prediction_id": made, "is_correct": is_correct}
        assert client.post("/api/v1/feedback", json=ballot).status_code == 200
    assert value(client, "airparadis_votes_total", {"verdict": "correct"}) == 1
    assert value(client, "airparadis_votes_total", {"verdict": "wrong"}) == 2


def test_requests_are_counted_and_timed_by_endpoint(client: FlaskClient) -> None:
    for _ in range(3):
        assert client.get(f"/predictions/{uuid.uuid4()}").status_code == 404
    labels = {"endpoint": "prediction.show", "method": "GET"}
    assert value(client, "airparadis_http_requests_total", {**labels, "status": "404"}) == 3
    name = "airparadis_http_request_duration_seconds"
    assert value(client, f"{name}_count", labels) == 3
    assert value(client, f"{name}_bucket", {**labels, "le": "+Inf"}) == 3
    seconds = value(client, f"{name}_sum", labels)
    assert seconds is not None
    assert 0 < seconds < 30


def test_a_request_refused_before_its_view_is_counted(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/", data={"text": "I love it"}).status_code == 400
    labels = {"endpoint": "prediction.submit", "method": "POST", "status": "400"}
    assert value(client, "airparadis_http_requests_total", labels) == 1


def test_made_up_paths_and_methods_add_no_series(client: FlaskClient) -> None:
    client.get("/metrics")
    client.get("/0")
    client.open("/0", method="BREW0")
    before = len(client.get("/metrics").text.splitlines())
    for number in range(1, 20):
        client.get(f"/{number}?text={number}")
        client.open(f"/{number}", method=f"BREW{number}")
    assert len(client.get("/metrics").text.splitlines()) == before


def test_no_tweet_and_no_visitor_is_told(client: FlaskClient) -> None:
    made = client.post(PREDICT, json={"text": "I love zanzibar"}).get_json()["id"]
    client.get("/?text=zanzibar")
    client.post(f"/predictions/{made}/feedback", data={"is_correct": "false", "comment": "ouzo"})
    told = client.get("/metrics").text
    assert not [word for word in ("zanzibar", "ouzo", made, "127.0.0.1") if word in told]


def test_open_incidents_and_the_outbox_are_read_when_asked(app: Flask, client: FlaskClient) -> None:
    assert value(client, "airparadis_incidents", {"state": "open"}) == 0
    now = utc_now()
    with app.app_context():
        for state in (IncidentState.RESOLVED, IncidentState.ACKNOWLEDGED):
            incident = Incident(
                cause=Cause.ERRORS,
                state=state,
                threshold=3,
                window_seconds=300,
                first_report_at=now,
                last_report_at=now,
                report_count=3,
                opened_at=now,
            )
            db.session.add(incident)
        for message_state in (MessageState.PENDING, MessageState.PENDING, MessageState.SENT):
            db.session.add(
                OutboxMessage(
                    incident=incident,
                    channel=Channel.MAIL,
                    notice=Notice.OPENED,
                    recipients=[],
                    subject="",
                    text="",
                    state=message_state,
                    created_at=now,
                )
            )
        db.session.commit()
    incidents = {
        state: value(client, "airparadis_incidents", {"state": state}) for state in IncidentState
    }
    assert incidents == {"open": 0, "acknowledged": 1, "snoozed": 0, "resolved": None}
    messages = {
        state: value(client, "airparadis_outbox_messages", {"state": state})
        for state in MessageState
    }
    assert messages == {"pending": 2, "sent": 1, "failed": 0, "grouped": 0}
    assert value(client, "airparadis_database_up") == 1


def test_without_a_database_the_rest_is_still_told(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        db.drop_all()
    client.get("/livez")
    assert value(client, "airparadis_database_up") == 0
    labels = {"endpoint": "health.livez", "method": "GET", "status": "200"}
    assert value(client, "airparadis_http_requests_total", labels) == 1


def test_a_scraper_may_ask_for_openmetrics(client: FlaskClient) -> None:
    accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
    client.get("/livez")
    response = client.get("/metrics", headers=accept)
    assert response.content_type.startswith("application/openmetrics-text")
    families = read_openmetrics(response.text)  # type: ignore[no-untyped-call]
    names = {family.name for family in families}
    assert {"airparadis_http_requests", "airparadis_incidents"} <= names
