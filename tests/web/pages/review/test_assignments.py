"""Tweets assigned from their cards, and the reviewer's own part of the queue."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from tests.support.pages.page import Page
from tests.support.pages.undo import press_undo
from tests.support.streams import feed, stream, tweet
from tests.web.pages.predictions.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]
ME, LEA = "analyst@example.org", "lea@example.org"
TEXTS = ("air france lost my bag", "air france, I hate this seat", "late again, air france")
TWEETS = "/radar/streams/1/tweets"


@pytest.fixture
def analyst(app: Flask, log_in: LogIn) -> FlaskClient:
    with app.app_context():
        accounts.create_user(
            db.session(), LEA, "four unrelated plain words", Role.ANALYST, utc_now()
        )
        stream(db.session())
        feed(db.session(), [tweet(n, text) for n, text in enumerate(TEXTS)])
        db.session.commit()
    return log_in(Role.ANALYST)


def assign(client: FlaskClient, number: int, assignee: str) -> str:
    place = f"{TWEETS}#tweet-{number}"
    data = {"assignee": assignee, "next": place}
    reply = client.post(f"/radar/tweets/{number}/assignee", data=data)
    assert reply.location == place
    return client.get(place).text


def undo(client: FlaskClient, page: str) -> str:
    return client.get(press_undo(client, page).location).text


def test_a_card_is_assigned_shown_and_undone(analyst: FlaskClient) -> None:
    page = assign(analyst, 1, LEA)
    assert "The tweet is assigned to lea@example.org." in page
    cards = {card["id"]: card.text for card in Page(page).all("li")}
    assert "Assigned to lea@example.org." in cards["tweet-1"]
    assert "Assigned to" not in cards["tweet-2"].replace("Assign to", "")
    page = undo(analyst, assign(analyst, 1, ME))
    assert "The tweet is assigned to lea@example.org again." in page
    stale = assign(analyst, 1, ME)
    assign(analyst, 1, "")
    assert "This cannot be undone" in undo(analyst, stale)


def test_a_refused_assignee_is_named_and_changes_nothing(analyst: FlaskClient) -> None:
    page = assign(analyst, 1, "nobody@example.org")
    assert "This account may not review, or is not active." in page
    assert "Assigned to nobody@example.org" not in page


def test_the_queue_shows_what_is_mine_and_what_a_colleague_has(analyst: FlaskClient) -> None:
    assign(analyst, 1, ME)
    assign(analyst, 2, LEA)
    home = Page(analyst.get("/home").text)
    [step] = [link for link in home.all("a") if "assigned to you" in link.text]
    assert step.text == "Review 1 tweet assigned to you"
    mine = analyst.get(step["href"]).text
    assert "lost my bag" in mine
    assert "hate this seat" not in mine
    options = {option.text: option["value"] for option in Page(mine).all("option")}
    hers = analyst.get(f"/admin/review?assigned={options['lea@example.org (1)']}").text
    assert "hate this seat" in hers
    assert "lost my bag" not in hers
    [form] = [form for form in Page(mine).all("form") if form["action"].endswith("assigned=me")]
    analyst.post(form["action"], data={"decision": "negative"})
    assert "No tweet of the queue matches." in analyst.get(step["href"]).text
    assert "assigned to you" not in analyst.get("/home").text


def test_the_page_of_a_prediction_assigns_it_to_reviewers_only(
    analyst: FlaskClient, log_in: LogIn
) -> None:
    where = submit(analyst, "my seat")
    identifier = where.rpartition("/")[2]
    data = {"assignee": ME}
    reply = analyst.post(f"/admin/review/{identifier}/assignee", data=data, follow_redirects=True)
    assert "Assigned to you." in reply.text
    viewer = log_in(Role.VIEWER)
    assert "Assigned to" not in viewer.get(where).text
    assert viewer.post(f"/admin/review/{identifier}/assignee", data=data).status_code == 403
    assert viewer.post("/radar/tweets/1/assignee", data=data).status_code == 403


def test_an_unknown_tweet_is_not_found(analyst: FlaskClient) -> None:
    assert analyst.post("/radar/tweets/99/assignee", data={"assignee": ME}).status_code == 404
