"""Thumbs on a batch's first rows count like all others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from airparadis.config.settings import Config
from airparadis.db.tables import Feedback, Prediction, Source
from airparadis.domain.accounts.roles import Role
from airparadis.jobs.batches import BatchRunner
from airparadis.lib.clock import utc_now
from airparadis.ml.store import ModelStore
from airparadis.services.incidents import incidents
from airparadis.web.extensions import db
from tests.support.models import write_light_model
from tests.support.pages.page import Page
from tests.support.pages.undo import press_undo
from tests.web.pages.batches.test_batches import send, start

LogIn = Callable[[Role], FlaskClient]
PAGE = "/admin/batches/1"
LONG = "good meal " * 40
FILE = f"id,text\n1,good meal\n2,\n3,{LONG}\n4,bad seat\n".encode()
WRONG = {"is_correct": "false", "corrected_label": "neutral", "next": f"{PAGE}#row-1"}


@pytest.fixture
def analyst(app: Flask, config: Config, log_in: LogIn) -> FlaskClient:
    """Somebody whose file is scored."""
    store = ModelStore(config.instance_path / "models", config.instance_path / "default")
    write_light_model(store.default)
    runner = BatchRunner(
        config.instance_path, store, config.batch_limits, timedelta(days=7), utc_now
    )
    client = log_in(Role.ANALYST)
    send(client, FILE)
    with app.app_context():
        while runner.step(db.session()):
            pass
    start(client)
    with app.app_context():
        while runner.step(db.session()):
            pass
    return client


def vote(client: FlaskClient, row: int) -> int:
    return client.post(f"{PAGE}/rows/{row}/vote", data=WRONG).status_code


def test_votes_on_rows_open_an_incident_and_fill_the_queue(
    app: Flask, analyst: FlaskClient, config: Config
) -> None:
    assert [vote(analyst, row) for row in (1, 3, 4, 4)] == [303] * 4
    with app.app_context():
        votes = db.session.scalars(select(Feedback)).all()
        assert {(cast.source, cast.corrected_label) for cast in votes} == {
            (Source.BATCH, "neutral")
        }
        texts = db.session.scalars(select(Prediction.text).order_by(Prediction.id)).all()
        assert texts == ["good meal", LONG.strip(), "bad seat"], "a long tweet is kept whole"
        assert incidents.check_error_window(db.session(), config.alert_policy, utc_now())
        db.session.commit()
    assert "bad seat" in analyst.get("/admin?source=batch").text
    assert "bad seat" in analyst.get("/admin/incidents/1").text
    assert "Review 3 tweets" in analyst.get("/home").text


def test_a_row_is_a_card_that_shows_the_own_vote_and_undoes_it(analyst: FlaskClient) -> None:
    vote(analyst, 1)
    page = analyst.get(PAGE).text
    cards = {card["id"]: card.text for card in Page(page).all("li")}
    assert "You said: wrong, should be neutral." in cards["row-1"]
    assert "row-2" not in cards, "an empty row is nothing to vote on"
    assert "Your vote is withdrawn." in analyst.get(press_undo(analyst, page).location).text


def test_a_row_is_reviewed_and_assigned(analyst: FlaskClient) -> None:
    [place] = {analyst.post(f"{PAGE}/rows/4/review").location for _ in range(2)}
    assert "bad seat" in analyst.get(place).text
    data = {"assignee": "analyst@example.org", "next": PAGE}
    assert analyst.post(f"{PAGE}/rows/4/assignee", data=data).location == PAGE
    assert "Assigned to you." in analyst.get(PAGE).text


def test_rows_that_are_not_there_are_not_found(analyst: FlaskClient, log_in: LogIn) -> None:
    assert [vote(analyst, row) for row in (0, 2, 5, 999)] == [404] * 4
    assert analyst.post("/admin/batches/9/rows/1/vote", data=WRONG).status_code == 404
    analyst.post(f"{PAGE}/delete")
    assert vote(analyst, 1) == 404
    assert vote(log_in(Role.VIEWER), 1) == 403
