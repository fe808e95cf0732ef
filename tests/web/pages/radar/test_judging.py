"""Thumbs on the radar's tweets count like all others."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from airparadis.config.settings import Config
from airparadis.db.tables import Feedback, Prediction, Source
from airparadis.domain.accounts.roles import Role
from airparadis.domain.monitoring.figures import Span
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.services.incidents import incidents
from airparadis.services.monitoring import dashboard
from airparadis.services.radar import privacy
from airparadis.web.extensions import db
from airparadis.web.presentation.post_links import post_url
from tests.support.pages.page import Page
from tests.support.pages.undo import press_undo
from tests.support.streams import feed, stream, tweet

LogIn = Callable[[Role], FlaskClient]
TOOT, NEWS = "https://toot.example/users/ana/statuses/7", "https://news.example/a?b=1&c=2"
WRONG = {"is_correct": "false", "corrected_label": "neutral", "next": "/radar"}


@pytest.fixture
def tweets(app: Flask) -> None:
    with app.app_context():
        stream(db.session())
        feed(db.session(), [tweet(n, f"I hate air france, bag {n} lost") for n in range(3)])


@pytest.mark.usefixtures("tweets")
def test_an_account_that_is_deactivated_while_it_votes_is_out(app: Flask, log_in: LogIn) -> None:
    viewer = log_in(Role.VIEWER)
    begun, ended = Event(), Event()

    def vote_on() -> list[tuple[bool, str]]:
        answers = []
        for number in range(1, 2_000):
            is_after = ended.is_set()
            answer = viewer.post(f"/radar/tweets/{number % 3 + 1}/vote", data=WRONG)
            assert answer.status_code in {302, 303}
            answers.append((is_after, answer.location))
            begun.set()
            if is_after:
                break
        return answers

    with ThreadPoolExecutor(1) as pool:
        voting = pool.submit(vote_on)
        assert begun.wait(30)
        with app.app_context():
            user = accounts.find_user(db.session(), "viewer@example.org")
            assert user is not None
            accounts.deactivate(db.session(), user, utc_now())
            db.session.commit()
        ended.set()
        answers = voting.result(60)
    assert answers[0] == (False, "/radar")
    assert answers[-1][0]
    assert answers[-1][1].startswith("/login")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Feedback)) in {1, 2, 3}


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
    page = Page(log_in(Role.ANALYST).get("/admin/incidents/1").text)
    assert any("bag 2 lost" in card.text for card in page.all("li"))


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


@pytest.mark.usefixtures("tweets")
def test_the_card_shows_the_own_vote_and_its_note(log_in: LogIn) -> None:
    viewer = log_in(Role.VIEWER)
    place = "/radar/streams/1/tweets#tweet-1"
    reply = viewer.post(
        "/radar/tweets/1/vote", data=WRONG | {"comment": "a question", "next": place}
    )
    assert reply.location == place
    cards = {card["id"]: card.text for card in Page(viewer.get(place).text).all("li")}
    assert "You said: wrong, should be neutral. a question" in cards["tweet-1"]
    assert "You said" not in cards["tweet-2"]
    viewer.post("/radar/tweets/1/vote", data={"is_correct": "true", "next": place})
    assert "You said: right." in viewer.get(place).text


@pytest.mark.usefixtures("tweets")
def test_a_vote_is_undone_from_its_notice_once_and_by_its_voter(app: Flask, log_in: LogIn) -> None:
    viewer = log_in(Role.VIEWER)
    place = "/radar/streams/1/tweets"
    viewer.post("/radar/tweets/1/vote", data=WRONG | {"next": place})
    page = viewer.get(place).text
    assert "Recorded as wrong." in page
    stranger = app.test_client()
    assert "Your vote is withdrawn." not in stranger.get(press_undo(stranger, page).location).text
    assert press_undo(viewer, page).location == place
    undone = viewer.get(place).text
    assert "Your vote is withdrawn." in undone
    assert "You said" not in undone
    press_undo(viewer, page)
    assert "This cannot be undone" in viewer.get(place).text
    with app.app_context():
        assert db.session.scalars(select(Feedback)).all() == []


@pytest.mark.usefixtures("tweets")
def test_a_vote_on_a_prediction_comes_back_to_its_card(app: Flask, log_in: LogIn) -> None:
    viewer = log_in(Role.VIEWER)
    viewer.post("/radar/tweets/1/vote", data=WRONG)
    page = Page(viewer.get("/admin").text)
    [action] = {form["action"] for form in page.all("form") if "/feedback" in form["action"]}
    data = {"is_correct": "true", "next": "/admin#prediction-1"}
    assert viewer.post(action, data=data).location == "/admin#prediction-1"
    evil = data | {"next": "//example.org"}
    assert viewer.post(action, data=evil).location.startswith("/predictions/")


@pytest.mark.parametrize(
    ("source", "name", "url"),
    [
        ("x", "42", "https://x.com/i/web/status/42"),
        ("x", "../42", None),
        ("bluesky", "did:plc:ab2/3kx", "https://bsky.app/profile/did:plc:ab2/post/3kx"),
        ("bluesky", "None/../admin", None),
        ("mastodon", TOOT, TOOT),
        ("mastodon", "javascript:alert(1)", None),
        ("feed", NEWS, NEWS),
        ("feed", "https://bank.example@evil.example/", None),
        ("feed", 'https://news.example/"onclick=', None),
        ("feed", "tag:news.example,2026:1", None),
        ("file", "42", None),
    ],
)
def test_only_posts_with_a_public_address_link_to_it(
    source: str, name: str, url: str | None
) -> None:
    assert post_url(source, name) == url


def test_a_tweet_that_is_not_there_is_not_found(log_in: LogIn) -> None:
    assert log_in(Role.ANALYST).post("/radar/tweets/99/vote", data=WRONG).status_code == 404


@pytest.mark.usefixtures("tweets")
def test_a_forgotten_tweet_that_was_voted_on_says_that_its_text_is_deleted(
    app: Flask, log_in: LogIn
) -> None:
    client = log_in(Role.ANALYST)
    client.post("/radar/tweets/1/vote", data=WRONG)
    with app.app_context():
        page = f"/predictions/{db.session.scalars(select(Prediction.public_id)).one()}"
        assert "bag 0" in client.get(page).text
        privacy.forget_author(db.session(), "lea")
        db.session.commit()
    for place in (page, "/admin?period=all"):
        assert "Text deleted" in client.get(place).text
        assert "bag 0" not in client.get(place).text


@pytest.mark.usefixtures("tweets")
def test_a_vote_on_the_radar_is_no_time_to_score_a_tweet(app: Flask, log_in: LogIn) -> None:
    viewer = log_in(Role.VIEWER)
    viewer.post("/radar/tweets/1/vote", data=WRONG)
    with app.app_context():
        figures = dashboard.read(db.session(), Span.ALL, utc_now()).stats
        assert figures.predictions == 1
        assert figures.latency is None
