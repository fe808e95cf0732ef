"""The JSON API as scripts see it."""

import gzip
import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from airparadis.app import MAX_BODY_BYTES, create_app
from airparadis.config.settings import Config
from airparadis.db.base import Base
from airparadis.db.tables import Feedback, Prediction
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import api_keys
from airparadis.web.extensions import db
from tests.support.fakes import FakeClassifier

PREDICT = "/api/v1/predict"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def key(app: Flask) -> dict[str, str]:
    """The header of a valid API key."""
    with app.app_context():
        value = api_keys.create(db.session(), "tests", utc_now())
        db.session.commit()
    return {"Authorization": f"Bearer {value}"}


def count(app: Flask, table: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_prediction_has_the_documented_shape(client: FlaskClient) -> None:
    response = client.post(PREDICT, json={"text": "I love this airline"})
    assert response.status_code == 200
    body = response.get_json()
    assert set(body) == {
        *("id", "label", "reason", "probability", "uncertain", "model_version", "created_at"),
        *("neutral_probability", "neutral", "language"),
    }
    assert body["label"] == "positive"
    assert body["reason"] is None
    assert body["probability"]["negative"] + body["probability"]["positive"] == pytest.approx(1)
    assert body["uncertain"] is False
    assert (body["neutral_probability"], body["neutral"], body["language"]) == (None, None, "en")
    assert body["created_at"].endswith("Z")


def test_a_model_of_three_classes_says_what_is_neutral(three_classes: FlaskClient) -> None:
    texts = ["delayed AF12 boards at noon", "delayed again", "Mon vol est encore annulé"]
    answers = three_classes.post(PREDICT, json={"texts": texts}).get_json()["predictions"]
    told = [(body["label"], body["neutral"], body["language"]) for body in answers]
    assert told == [
        ("negative", True, "en"),
        ("negative", False, "en"),
        ("positive", False, "fr"),
    ]
    assert answers[0]["neutral_probability"] == pytest.approx(0.8)
    assert answers[0]["probability"]["negative"] == pytest.approx(0.8176, abs=1e-4)
    again = three_classes.get(f"/api/v1/predictions/{answers[0]['id']}").get_json()
    assert again == answers[0]


def test_a_prediction_is_stored_before_it_is_answered(app: Flask, client: FlaskClient) -> None:
    body = client.post(PREDICT, json={"text": "I love this airline"}).get_json()
    with app.app_context():
        [stored] = db.session.scalars(select(Prediction))
        assert str(stored.public_id) == body["id"]
        assert stored.source == "api"
    assert client.get(f"/api/v1/predictions/{body['id']}").get_json() == body


def test_what_cannot_be_scored_is_answered_with_the_reason(client: FlaskClient) -> None:
    texts = ["@airparadis", "Je déteste cette compagnie, mon vol est encore annulé ce matin"]
    found = client.post(PREDICT, json={"texts": texts}).get_json()["predictions"]
    assert [
        (prediction["label"], prediction["reason"], prediction["probability"])
        for prediction in found
    ] == [
        (None, "empty", None),
        (None, "language", None),
    ]


def test_a_batch_answers_in_order_what_single_calls_answer(client: FlaskClient) -> None:
    texts = [f"I {verb} flight {number}" for number in range(500) for verb in ("love", "hate")]
    batch = client.post(PREDICT, json={"texts": texts}).get_json()["predictions"]
    assert len(batch) == 1_000
    single = [client.post(PREDICT, json={"text": text}).get_json() for text in texts[:20]]
    for one, other in zip(batch, single, strict=False):
        assert (one["label"], one["probability"]) == (other["label"], other["probability"])


def test_an_explanation_names_spans_of_the_text_and_sums_to_the_log_odds(
    client: FlaskClient,
) -> None:
    body = client.post(
        f"{PREDICT}?explain=true", json={"text": "I love the delayed one"}
    ).get_json()
    assert body["explanation"] == {
        "spans": [
            {"start": 2, "end": 6, "text": "love", "contribution": 2.0},
            {"start": 11, "end": 18, "text": "delayed", "contribution": -1.5},
        ],
        "bias": 0.0,
    }
    again = client.get(f"/api/v1/predictions/{body['id']}?explain=true").get_json()
    assert again == body


def test_an_unscored_tweet_has_no_explanation(client: FlaskClient) -> None:
    body = client.post(f"{PREDICT}?explain=true", json={"text": "@airparadis"}).get_json()
    assert body["explanation"] is None


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({}, "body"),
        ({"text": "a", "texts": ["b"]}, "body"),
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "x" * 1_001}, "text"),
        ({"text": "nul \0"}, "text"),
        ({"text": "half \ud800"}, "text"),
        ({"text": 5}, "text"),
        ({"texts": []}, "texts"),
        ({"texts": ["ok", "x" * 1_001]}, "texts.1"),
        ({"texts": ["ok"] * 1_001}, "texts"),
        ({"texts": "ok"}, "texts"),
        ({"text": "ok", "lang": "en"}, "lang"),
    ],
)
def test_an_invalid_request_names_the_field_and_stores_nothing(
    app: Flask, client: FlaskClient, payload: dict[str, object], field: str
) -> None:
    response = client.post(PREDICT, data=json.dumps(payload), content_type="application/json")
    assert response.status_code == 422
    error = response.get_json()["error"]
    assert error["code"] == "invalid"
    assert error["message"]
    assert list(error["fields"]) == [field]
    assert count(app, Prediction) == 0


@pytest.mark.parametrize("blank", ["", "   ", "\n", "\u3000"])
def test_a_blank_tweet_of_a_batch_costs_the_others_nothing(client: FlaskClient, blank: str) -> None:
    texts = ["I love it", blank, "I hate it"]
    made = client.post(PREDICT, json={"texts": texts}).get_json()["predictions"]
    assert [row["label"] for row in made] == ["positive", None, "negative"]
    assert made[1]["reason"] == "empty"
    assert client.get(f"/api/v1/predictions/{made[1]['id']}").get_json() == made[1]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b'{"text": "a" "b"}', "line 1, column 14"),
        (b'{\n"text": a}', "line 2, column 9"),
        (b"", "line 1, column 1"),
        (b'{"text": "caf\xe9"}', "byte 14 is not UTF-8"),
        (b"[" * 100_000, "nested"),
    ],
)
@pytest.mark.parametrize("path", [PREDICT, "/api/v1/feedback"])
def test_broken_json_is_refused_with_its_place(
    client: FlaskClient, path: str, body: bytes, where: str
) -> None:
    answer = client.post(path, data=body, content_type="application/json")
    message = answer.get_json()["error"]["message"]
    assert message.startswith("The body is not JSON: ")
    assert where in message


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip"])
def test_a_packed_body_is_refused_by_the_header(client: FlaskClient, encoding: str) -> None:
    packed = gzip.compress(b'{"text": "I love it"}')
    headers = {"Content-Encoding": encoding}
    answer = client.post(PREDICT, data=packed, content_type="application/json", headers=headers)
    assert answer.status_code == 415
    assert f"Content-Encoding {encoding}" in answer.get_json()["error"]["message"]


def test_a_slash_at_the_end_of_the_address_changes_nothing(client: FlaskClient) -> None:
    assert client.post(f"{PREDICT}/", json={"text": "I love it"}).get_json()["label"] == "positive"


@pytest.mark.parametrize(
    ("data", "content_type", "status", "code"),
    [
        ("{", "application/json", 400, "bad_request"),
        ("", "application/json", 400, "bad_request"),
        (b"\xff\xfe", "application/json", 400, "bad_request"),
        ('["a"]', "application/json", 400, "bad_request"),
        ('"a"', "application/json", 400, "bad_request"),
        ("[" * 100_000, "application/json", 400, "bad_request"),
        ("text=a", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ('{"text": "a"}', "text/plain", 415, "unsupported_media_type"),
        ("x" * (MAX_BODY_BYTES + 1), "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_is_no_json_object_gets_the_right_error(
    client: FlaskClient, data: str | bytes, content_type: str, status: int, code: str
) -> None:
    response = client.post(PREDICT, data=data, content_type=content_type)
    assert response.status_code == status
    assert response.get_json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", f"/api/v1/predictions/{UNKNOWN}", 404, "not_found"),
        ("GET", "/api/v1/predictions/17", 404, "not_found"),
        ("GET", PREDICT, 405, "method_not_allowed"),
        ("GET", "/api/v1/stats", 401, "unauthorized"),
        ("GET", "/api/v1/feedback/wrong", 401, "unauthorized"),
        ("GET", "/api/v1/incidents", 401, "unauthorized"),
    ],
)
def test_errors_have_one_shape(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    response = client.open(path, method=method)
    assert response.status_code == status
    assert response.get_json()["error"]["code"] == code


def test_a_vote_is_stored_and_a_second_one_replaces_it(app: Flask, client: FlaskClient) -> None:
    made = client.post(PREDICT, json={"text": "I love it"}).get_json()["id"]
    vote = {"prediction_id": made, "is_correct": False, "corrected_label": "neutral"}
    first = client.post("/api/v1/feedback", json={**vote, "comment": " irony "})
    assert first.status_code == 200
    assert first.get_json()["comment"] == "irony"
    second = client.post("/api/v1/feedback", json={"prediction_id": made, "is_correct": True})
    assert second.get_json()["is_correct"] is True
    assert second.get_json()["corrected_label"] is None
    assert count(app, Feedback) == 1


@pytest.mark.parametrize(
    ("vote", "status", "field"),
    [
        ({"prediction_id": UNKNOWN, "is_correct": True}, 404, None),
        ({"prediction_id": "17", "is_correct": True}, 422, "prediction_id"),
        ({"is_correct": True}, 422, "prediction_id"),
        ({"prediction_id": UNKNOWN}, 422, "is_correct"),
        ({"prediction_id": UNKNOWN, "is_correct": "yes"}, 422, "is_correct"),
        (
            {"prediction_id": UNKNOWN, "is_correct": True, "corrected_label": "x"},
            422,
            "corrected_label",
        ),
        ({"prediction_id": UNKNOWN, "is_correct": True, "comment": "x" * 1_001}, 422, "comment"),
        ({"prediction_id": UNKNOWN, "is_correct": True, "comment": "nul \0"}, 422, "comment"),
    ],
)
def test_a_vote_that_cannot_be_taken_says_why(
    client: FlaskClient, vote: dict[str, object], status: int, field: str | None
) -> None:
    response = client.post("/api/v1/feedback", json=vote)
    assert response.status_code == status
    error = response.get_json()["error"]
    assert error.get("fields") is None if field is None else list(error["fields"]) == [field]


def test_figures_and_wrong_predictions_need_a_key(client: FlaskClient, key: dict[str, str]) -> None:
    made = client.post(PREDICT, json={"text": "I love it"}).get_json()
    client.post("/api/v1/feedback", json={"prediction_id": made["id"], "is_correct": False})
    figures = client.get("/api/v1/stats?span=day", headers=key).get_json()
    latency = figures.pop("latency_ms")
    assert 0 < latency["p50"] <= latency["p95"] <= latency["p99"]
    interval = figures.pop("error_rate_interval")
    assert interval == {"low": pytest.approx(0.2065, abs=1e-4), "high": 1.0}
    assert figures == {
        "span": "day",
        "version": None,
        "predictions": 1,
        "unscored": 0,
        "unscored_by_reason": {"empty": 0, "language": 0},
        "negative_share": 0.0,
        "neutral_share": None,
        "votes": 1,
        "voted_predictions": 1,
        "votes_outstanding": 0,
        "reported_errors": 1,
        "error_rate": 1.0,
        "expected_accuracy": made["probability"]["positive"],
    }
    wrong = client.get("/api/v1/feedback/wrong", headers=key).get_json()
    assert (wrong["page"], wrong["pages"], wrong["total"]) == (1, 1, 1)
    assert wrong["items"][0]["prediction"] == made
    assert wrong["items"][0]["text"] == "I love it"


def test_figures_and_wrong_predictions_can_be_those_of_one_version(
    client: FlaskClient, key: dict[str, str]
) -> None:
    made = client.post(PREDICT, json={"text": "I love it"}).get_json()
    client.post("/api/v1/feedback", json={"prediction_id": made["id"], "is_correct": False})
    for version, count in ((made["model_version"], 1), ("another", 0)):
        figures = client.get(f"/api/v1/stats?version={version}", headers=key).get_json()
        wrong = client.get(f"/api/v1/feedback/wrong?version={version}", headers=key).get_json()
        assert (figures["predictions"], figures["votes"], wrong["total"]) == (count, count, count)


def test_an_analysts_session_reads_the_figures_a_viewers_does_not(
    log_in: Callable[[Role], FlaskClient],
) -> None:
    assert log_in(Role.ANALYST).get("/api/v1/stats").status_code == 200


def test_a_viewers_session_does_not_read_the_figures(
    log_in: Callable[[Role], FlaskClient],
) -> None:
    assert log_in(Role.VIEWER).get("/api/v1/stats").status_code == 401


@pytest.mark.parametrize("query", ["span=year", "page=0", "size=101", "page=x", "extra=1"])
def test_a_query_that_cannot_be_read_is_refused(
    client: FlaskClient, key: dict[str, str], query: str
) -> None:
    response = client.get(f"/api/v1/feedback/wrong?{query}", headers=key)
    assert response.status_code == 422
    assert list(response.get_json()["error"]["fields"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("header", ["Bearer ap_wrong", "Bearer ", "Basic dTpw"])
def test_a_key_that_is_sent_must_be_valid(client: FlaskClient, header: str) -> None:
    response = client.post(PREDICT, json={"text": "a"}, headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].lower() == "bearer"


def test_with_the_setting_scoring_and_voting_need_a_key(config: Config) -> None:
    app = create_app(config.model_copy(update={"api_key_required": True}), FakeClassifier())
    with app.app_context():
        db.create_all()
        value = api_keys.create(db.session(), "tests", utc_now())
        db.session.commit()
    client = app.test_client()
    headers = {"Authorization": f"Bearer {value}"}
    vote = {"prediction_id": UNKNOWN, "is_correct": True}
    assert client.post(PREDICT, json={"text": "I love it"}).status_code == 401
    assert client.post("/api/v1/feedback", json=vote).status_code == 401
    assert client.post(PREDICT, json={"text": "I love it"}, headers=headers).status_code == 200
    assert client.post("/api/v1/feedback", json=vote, headers=headers).status_code == 404


def test_too_many_calls_are_refused_with_a_time_to_come_back(config: Config) -> None:
    app = create_app(config.model_copy(update={"rate_limit_api": "2/minute"}), FakeClassifier())
    client = app.test_client()
    codes = [client.get("/api/v1/model").status_code for _ in range(3)]
    refused = client.get("/api/v1/model")
    assert codes == [200, 200, 429]
    assert refused.get_json()["error"]["code"] == "too_many_requests"
    assert int(refused.headers["Retry-After"]) > 0


def test_the_model_says_what_it_is(client: FlaskClient) -> None:
    body = client.get("/api/v1/model").get_json()
    assert body["version"] == "fake-2026.11.23-00c0ffee"
    assert body["language"] == "en"


def test_the_description_covers_every_call(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) == {
        "/api/v1/predict",
        "/api/v1/feedback",
        "/api/v1/predictions/{prediction_id}",
        "/api/v1/drift",
        "/api/v1/drift/history",
        "/api/v1/tweets",
        "/api/v1/stats",
        "/api/v1/feedback/wrong",
        "/api/v1/incidents",
        "/api/v1/model",
    }
    for calls in description["paths"].values():
        for call in calls.values():
            assert call["summary"]
            refusals = [status for status in call["responses"] if status >= "400"]
            schemas = [
                call["responses"][status]["content"]["application/json"]["schema"]
                for status in refusals
            ]
            assert schemas == [{"$ref": "#/components/schemas/ErrorReply"}] * len(refusals)
