"""The form, its result, and votes by form."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import Feedback, Prediction
from airparadis.domain.accounts.roles import Role
from airparadis.web.extensions import db
from tests.support.pages.page import Page


def submit(client: FlaskClient, text: str) -> str:
    """Score a tweet by form; the address of its page."""
    response = client.post("/", data={"text": text})
    assert response.status_code == 303
    return response.location


def test_a_tweet_is_scored_and_has_a_page_of_its_own(app: Flask, client: FlaskClient) -> None:
    where = submit(client, "  I love this airline  ")
    assert re.fullmatch(r"/predictions/[0-9a-f-]{36}", where)
    page = client.get(where)
    assert page.status_code == 200
    assert "fake-2026.11.23-00c0ffee" in page.text
    with app.app_context():
        [stored] = db.session.scalars(select(Prediction))
        assert (stored.text, stored.source) == ("I love this airline", "form")


@pytest.mark.parametrize("text", ["", "   ", "x" * 1_001, "nul \0"])
def test_a_refused_tweet_stays_in_the_form(app: Flask, client: FlaskClient, text: str) -> None:
    response = client.post("/", data={"text": text})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    with app.app_context():
        assert not db.session.scalars(select(Prediction)).all()


def test_markup_in_a_tweet_stays_text(client: FlaskClient) -> None:
    page = client.get(submit(client, "I love <script>alert(1)</script> & <b>you</b>"))
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize(
    "text", ["@airparadis https://t.co/x", "Je déteste cette compagnie, mon vol est annulé"]
)
def test_a_tweet_that_was_not_scored_can_be_reported_too(
    app: Flask, client: FlaskClient, text: str
) -> None:
    where = submit(client, text)
    assert client.get(where).status_code == 200
    assert client.post(f"{where}/feedback", data={"is_correct": "false"}).status_code == 303
    with app.app_context():
        [vote] = db.session.scalars(select(Feedback))
        assert vote.prediction.label is None


def test_a_vote_can_be_changed_and_is_kept_once(app: Flask, client: FlaskClient) -> None:
    where = submit(client, "I love this airline")
    wrong = {"is_correct": "false", "corrected_label": "neutral", "comment": "irony"}
    assert client.post(f"{where}/feedback", data=wrong).location == f"{where}#vote"
    client.post(f"{where}/feedback", data={"is_correct": "true"})
    with app.app_context():
        [vote] = db.session.scalars(select(Feedback))
        assert vote.is_correct
        assert vote.corrected_label is None


def test_another_visitor_has_a_vote_of_their_own(app: Flask, client: FlaskClient) -> None:
    where = submit(client, "I love this airline")
    for visitor in (client, app.test_client()):
        visitor.post(f"{where}/feedback", data={"is_correct": "false"})
    with app.app_context():
        votes = db.session.scalars(select(Feedback)).all()
        assert len({vote.voter for vote in votes}) == 2


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"is_correct": "maybe"},
        {"is_correct": "false", "corrected_label": "angry"},
        {"is_correct": "false", "comment": "x" * 1_001},
    ],
)
def test_a_vote_at_fault_is_refused_and_not_kept(
    app: Flask, client: FlaskClient, form: dict[str, str]
) -> None:
    where = submit(client, "I love this airline")
    response = client.post(f"{where}/feedback", data=form)
    assert response.status_code == 422
    with app.app_context():
        assert not db.session.scalars(select(Feedback)).all()


def test_a_prediction_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    unknown = "/predictions/00000000-0000-4000-8000-000000000000"
    assert client.get(unknown).status_code == 404
    assert client.post(f"{unknown}/feedback", data={"is_correct": "true"}).status_code == 404


def test_a_form_can_be_filled_by_a_link(client: FlaskClient) -> None:
    assert "the worst flight" in client.get("/?text=the+worst+flight").text


def test_analysts_read_the_history_of_votes_others_do_not(
    client: FlaskClient, log_in: Callable[[Role], FlaskClient]
) -> None:
    where = submit(client, "I love it")
    client.post(f"{where}/feedback", data={"is_correct": "true"})
    client.post(f"{where}/feedback", data={"is_correct": "false", "comment": "irony"})
    assert "History of votes" not in client.get(where).text
    page = log_in(Role.ANALYST).get(where).text
    history = page[page.index("History of votes") :]
    assert history.index("<b>Wrong</b>") < history.index("irony") < history.index("<b>Right</b>")


def test_what_is_stored_is_shown_while_no_model_is_loaded(
    app: Flask, client: FlaskClient, config: Config
) -> None:
    where = submit(client, "I love this airline")
    without = create_app(config.model_copy(update={"model_dir": config.instance_path / "none"}))
    without.config["WTF_CSRF_ENABLED"] = False
    page = without.test_client().get(where)
    assert page.status_code == 200
    assert "Positive, fairly sure: 88%" in page.text
    assert "No model is loaded at the moment" in page.text
    assert "No, wrong" in page.text


@pytest.mark.parametrize(
    ("text", "verdict", "mark"),
    [
        ("delayed, boards at noon", "Neutral, leaning negative: 80%", "○"),
        ("great, boards at noon", "Neutral, leaning positive: 80%", "○"),
        ("AF12 boards at noon", "Neutral, leaning neither way: 80%", "○"),
        ("delayed again", "Negative, fairly sure: 82%", "−"),
    ],
)
def test_a_neutral_verdict_is_named_first(
    three_classes: FlaskClient, text: str, verdict: str, mark: str
) -> None:
    [heading] = Page(three_classes.get(submit(three_classes, text)).text).all("h1")
    assert heading.text.split() == [mark, *verdict.split()]


def test_french_is_read_and_marked_as_french_by_a_model_that_knows_it(
    three_classes: FlaskClient,
) -> None:
    page = three_classes.get(submit(three_classes, "Mon vol est encore annulé")).text
    assert 'lang="fr">Mon vol' in page
    assert "in English or French" in page
    refused = three_classes.get(submit(three_classes, "Mein Flug ist schon wieder verspätet")).text
    assert "the model does not read this language" in refused
