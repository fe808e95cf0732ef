"""The work of an API caller is bounded: per call, per caller, at the same time."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import api_keys
from airparadis.web.api.requests import MAX_EXPLAINED
from airparadis.web.api.work import BYTES_OF_A_TWEET, EXPLAINED_AS, SMALL_LIST
from airparadis.web.extensions import db
from airparadis.web.runtime import Runtime
from tests.conftest import running
from tests.support.fakes import FakeClassifier

AMOUNT = 100


@pytest.fixture
def limited(config: Config) -> Iterator[Flask]:
    settings = {"rate_limit_api": f"{AMOUNT}/hour"}
    with running(config.model_copy(update=settings), FakeClassifier()) as app:
        yield app


@pytest.fixture
def client(limited: Flask) -> FlaskClient:
    return limited.test_client()


def score(client: FlaskClient, n_tweets: int, query: str = "") -> TestResponse:
    texts = {"texts": ["I love it"] * n_tweets}
    return client.post(f"/api/v1/predict{query}", json=texts)


def spent(answer: TestResponse) -> int:
    assert answer.headers["X-RateLimit-Limit"] == str(AMOUNT)
    return AMOUNT - int(answer.headers["X-RateLimit-Remaining"])


def test_every_tweet_of_a_list_counts(client: FlaskClient) -> None:
    assert spent(client.post("/api/v1/predict", json={"text": "I love it"})) == 1
    assert spent(score(client, 60)) == 61
    refused = score(client, 40)
    assert refused.status_code == 429
    assert "38 of 100" in refused.get_json()["error"]["message"]
    assert int(refused.headers["Retry-After"]) > 0
    assert score(client, 38).status_code == 200
    assert client.get("/api/v1/model").status_code == 429


def test_an_explanation_counts_for_many_tweets(client: FlaskClient) -> None:
    assert spent(score(client, 2, "?explain=true")) == 2 * EXPLAINED_AS


def test_a_large_body_counts_before_it_is_read(client: FlaskClient) -> None:
    answer = client.post(
        "/api/v1/predict", data=b" " * (50 * BYTES_OF_A_TWEET), content_type="application/json"
    )
    assert answer.status_code == 400
    assert spent(answer) == 51


def test_the_radars_tweets_count_as_well(limited: Flask, client: FlaskClient) -> None:
    with limited.app_context():
        key = api_keys.create(db.session(), "tests", utc_now())
        db.session.commit()
    answer = client.post(
        "/api/v1/tweets", json=[{}] * 30, headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 202
    assert spent(answer) == 30


def test_no_more_than_a_few_tweets_of_a_call_are_explained(client: FlaskClient) -> None:
    refused = score(client, MAX_EXPLAINED + 1, "?explain=true")
    assert refused.status_code == 422
    assert list(refused.get_json()["error"]["fields"]) == ["texts"]


def test_while_long_lists_are_scored_short_calls_are_answered(
    limited: Flask, client: FlaskClient
) -> None:
    runtime: Runtime = limited.extensions["airparadis"]
    with ExitStack() as stack:
        while runtime.long_calls.acquire(blocking=False):
            stack.callback(runtime.long_calls.release)
        refused = score(client, SMALL_LIST + 1)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "1"
        assert score(client, 1, "?explain=true").status_code == 503
        assert score(client, SMALL_LIST).status_code == 200
    assert score(client, SMALL_LIST + 1).status_code == 200


def test_most_threads_are_kept_from_long_lists(limited: Flask) -> None:
    runtime: Runtime = limited.extensions["airparadis"]
    n_slots = 0
    while runtime.long_calls.acquire(blocking=False):
        n_slots += 1
    assert 0 < n_slots <= runtime.config.threads // 4
