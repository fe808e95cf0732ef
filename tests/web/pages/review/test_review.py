"""The review queue by form: what a browser without JavaScript does."""

import io
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.notify import event_log
from tests.support.fakes import FakeClassifier
from tests.support.pages.page import Page
from tests.support.pages.undo import press_undo
from tests.web.pages.predictions.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]


@pytest.fixture
def analyst(log_in: LogIn) -> FlaskClient:
    return log_in(Role.ANALYST)


def shown(client: FlaskClient) -> str:
    """The tweet that is to be labelled."""
    page = Page(client.get("/admin/review").text)
    return " ".join(quote.text for quote in page.all("blockquote")).strip()


def decide(client: FlaskClient, where: str, decision: str) -> None:
    identifier = where.rpartition("/")[2]
    response = client.post(f"/admin/review/{identifier}", data={"decision": decision})
    assert response.status_code == 303


def undo(client: FlaskClient) -> TestResponse:
    return press_undo(client, client.get("/admin/review").text)


def test_viewers_and_strangers_review_nothing(client: FlaskClient, log_in: LogIn) -> None:
    assert client.get("/admin/review").status_code == 302
    log_in(Role.VIEWER)
    for path in ("/admin/review", "/admin/review/history", "/admin/review/files"):
        assert client.get(path).status_code == 403
    assert client.get("/admin/review/labels.csv").status_code == 403
    assert client.post("/undo/label", data={"label": "1"}).status_code == 403


def test_a_label_leads_to_the_next_tweet_and_can_be_undone(analyst: FlaskClient) -> None:
    unsure = submit(analyst, "my seat")
    submit(analyst, "I love it")
    assert shown(analyst) == "my seat"
    decide(analyst, unsure, "negative")
    assert shown(analyst) == "I love it"
    undone = undo(analyst)
    assert undone.location == f"/admin/review?prediction={unsure.rpartition('/')[2]}"
    assert shown(analyst) == "my seat"
    assert "undone" in analyst.get("/admin/review/history").text
    assert "/undo/label" not in analyst.get("/admin/review").text


def test_the_models_answer_is_hidden_until_the_label_is_given(analyst: FlaskClient) -> None:
    where = submit(analyst, "I love it")
    before = analyst.get("/admin/review").text
    decide(analyst, where, "negative")
    after = analyst.get("/admin/review").text
    assert "88%" not in before
    assert "88%" in after


@pytest.fixture
def open_app(config: Config) -> Iterator[Flask]:
    open_config = config.model_copy(update={"review_hide_answer": False})
    yield create_app(open_config, FakeClassifier())
    event_log.close_logging()


def test_a_setting_shows_the_answer(analyst: FlaskClient, app: Flask, open_app: Flask) -> None:
    submit(analyst, "I love it")
    app.extensions["airparadis"] = open_app.extensions["airparadis"]
    assert "88%" in analyst.get("/admin/review").text


@pytest.mark.parametrize("decision", ["", "angry", "unsure"])
def test_what_no_button_sends_is_refused(analyst: FlaskClient, decision: str) -> None:
    where = submit(analyst, "I love it").rpartition("/")[2]
    sent = analyst.post(f"/admin/review/{where}", data={"decision": decision})
    assert sent.status_code == 400


def test_a_tweet_that_is_not_there_cannot_be_labelled(analyst: FlaskClient) -> None:
    where = "/admin/review/00000000-0000-0000-0000-000000000000"
    assert analyst.post(where, data={"decision": "negative"}).status_code == 404
    assert analyst.get("/admin/review?prediction=nonsense").status_code == 200


def test_every_button_has_its_key(analyst: FlaskClient) -> None:
    where = submit(analyst, "my seat")
    submit(analyst, "my bag")
    decide(analyst, where, "skipped")
    page = Page(analyst.get("/admin/review").text)
    keys = {
        button["data-key"]: button["value"] for button in page.all("button") if button["data-key"]
    }
    assert keys == {"1": "negative", "2": "neutral", "3": "positive", "S": "skipped", "U": ""}


def test_labels_go_out_and_come_in_as_files(analyst: FlaskClient) -> None:
    decide(analyst, submit(analyst, "my seat"), "negative")
    for extension, mimetype in (("csv", "text/csv"), ("jsonl", "application/jsonl")):
        sent = analyst.get(f"/admin/review/labels.{extension}")
        assert (sent.status_code, sent.mimetype) == (200, mimetype)
        assert "my seat" in sent.text
    assert analyst.get("/admin/review/labels.exe").status_code == 404
    upload = {"file": (io.BytesIO(b"text,label\nmy bag,negative\nmy meal,angry\n"), "tweets.CSV")}
    answer = analyst.post("/admin/review/files", data=upload)
    assert answer.status_code == 200
    assert "my meal,angry" in answer.text
    assert "my bag" in analyst.get("/admin/review/labels.csv").text


def test_a_file_of_another_kind_is_refused(analyst: FlaskClient) -> None:
    assert analyst.post("/admin/review/files", data={}).status_code == 422
    for content in (b"%PDF-1.7 labels", b"x\n" * 200_000):
        upload = {"file": (io.BytesIO(content), "labels.csv")}
        answer = analyst.post("/admin/review/files", data=upload)
        assert answer.status_code == 422
        assert len(answer.data) < 50_000


def test_a_page_of_the_history_that_is_not_there_is_not_found(analyst: FlaskClient) -> None:
    assert analyst.get("/admin/review/history?page=2").status_code == 404


@pytest.mark.parametrize(
    "path", ["/admin/review", "/admin/topics", "/admin/review/history", "/admin/review/files"]
)
def test_each_page_of_the_review_is_marked_in_both_navigations(log_in: LogIn, path: str) -> None:
    links = Page(log_in(Role.ANALYST).get(path).text).all("a")
    marked = [link["href"] for link in links if link["aria-current"] in {"page", "true"}]
    assert marked == ["/admin/review", "/admin/review", path]  # the bar, the menu, the tabs


def test_a_file_of_half_characters_and_deep_json_is_refused_row_by_row(
    log_in: Callable[[Role], FlaskClient],
) -> None:
    client = log_in(Role.ANALYST)
    half = r'{"text": "my \ud800 seat", "label": "positive", "reviewer": "\udfff"}'
    rows = "\n".join((half, "[" * 100_000, '{"text": "my bag", "label": "negative"}'))
    upload = {"file": (io.BytesIO(rows.encode()), "labels.jsonl")}
    answer = client.post("/admin/review/files", data=upload)
    assert answer.status_code == 200
    assert "1 label imported" in answer.text
    assert "2 rows refused" in answer.text


def test_the_filter_stays_in_the_address(analyst: FlaskClient) -> None:
    bag = submit(analyst, "they lost my bag")
    submit(analyst, "my seat is broken")
    for query, wanted in (
        ("topic=baggage", "they lost my bag"),
        ("topic=seats", "my seat is broken"),
        ("language=fr", ""),
        ("reason=reported", ""),
        ("topic=nonsense&language=x&reason=y&stream=z", "my"),
    ):
        page = Page(analyst.get(f"/admin/review?{query}").text)
        quotes = " ".join(quote.text for quote in page.all("blockquote"))
        assert wanted in quotes if wanted else not quotes, query
    identifier = bag.rpartition("/")[2]
    data = {"decision": "negative"}
    reply = analyst.post(f"/admin/review/{identifier}?topic=baggage", data=data)
    assert reply.location == "/admin/review?topic=baggage"
    assert "No tweet of the queue matches." in analyst.get(reply.location).text


def test_near_duplicates_are_labelled_and_undone_together(analyst: FlaskClient) -> None:
    where = [
        submit(analyst, f"@a they lost my bag in {city} again and nobody would help me at the desk")
        for city in ("rome", "oslo")
    ]
    other = submit(analyst, "my seat is broken")
    identifiers = [place.rpartition("/")[2] for place in (*where, other)]
    page = Page(analyst.get(f"/admin/review?prediction={identifiers[0]}").text)
    named = [field["value"] for field in page.all("input") if field["name"] == "duplicate"]
    assert named == [identifiers[1]]
    data = {"decision": "negative", "with_duplicates": "1", "duplicate": identifiers[1:]}
    analyst.post(f"/admin/review/{identifiers[0]}", data=data)
    history = Page(analyst.get("/admin/review/history").text).all("li")
    assert len(history) >= 2
    assert shown(analyst) == "my seat is broken", "no near-duplicate, so it is left out"
    undone = undo(analyst)
    assert identifiers[0] in undone.location
    assert "/undo/label" not in analyst.get("/admin/review").text
    broken = data | {"duplicate": "x"}
    assert analyst.post(f"/admin/review/{identifiers[0]}", data=broken).status_code == 400
