"""Thumbs on the radar's tweets count like all others."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from airparadis.config.settings import Config
from airparadis.db.tables import Feedback, Prediction, Source
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.incidents import incidents
from airparadis.web.extensions import db
from tests.support.page import Page
from tests.support.streams import feed, stream, tweet

LogIn = Callable[[Role], FlaskClient]
WRONG = {"is_correct": "false", "corrected_label": "neutral", "next": "/radar"}


@pytest.fixture
def tweets(app: Flask) -> None:
    with app.app_context():
        stream(db.session())
        feed(db.session(), [tweet(n, f"I hate air france, bag {n} lost") for n in range(3)])


@pytest.mark.usefixtures("tweets")
def test_votes_on_the_radar_open_an_incident_and_fill_the_queue(
    app: Flask, log_in: LogIn, config: Config
) -> None:
    viewer = log_in(Role.VIEWER)
    for number in (1, 2, 3, 3):
        assert viewer.post(f"/radar/tweets/{number}/vote", data=WRONG).location == "/radar"
    with app.app_context():
        votes = db.session.scalars(select(Feedback)).all()
        assert [vote.corrected_label for vote in votes] == ["neutral"] * 3
        assert {vote.source for vote in votes} == {Source.RADAR}
        assert incidents.check_error_window(db.session(), config.alert_policy, utc_now())
        db.session.commit()
    assert "bag 2 lost" in log_in(Role.ANALYST).get("/admin/incidents/1").text


@pytest.mark.usefixtures("tweets")
def test_a_tweet_is_sent_to_review_once(app: Flask, log_in: LogIn) -> None:
    analyst = log_in(Role.ANALYST)
    places = {analyst.post("/radar/tweets/1/review").location for _ in range(2)}
    [place] = places
    assert "bag 0 lost" in analyst.get(place).text
    with app.app_context():
        assert len(db.session.scalars(select(Prediction)).all()) == 1


@pytest.mark.usefixtures("tweets")
def test_the_card_marks_words_and_offers_thumbs(log_in: LogIn) -> None:
    page = Page(log_in(Role.VIEWER).get("/radar/streams/1/tweets").text)
    assert [mark.text for mark in page.all("mark")][:1] == ["hate"]
    actions = {form["action"] for form in page.all("form")}
    assert "/radar/tweets/1/vote" in actions
    assert "/radar/tweets/1/review" not in actions


def test_a_tweet_that_is_not_there_is_not_found(log_in: LogIn) -> None:
    assert log_in(Role.ANALYST).post("/radar/tweets/99/vote", data=WRONG).status_code == 404
