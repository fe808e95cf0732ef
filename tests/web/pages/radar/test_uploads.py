"""Uploads by browser: by whom, how large, and what the pages say of them."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from airparadis.config.settings import Config
from airparadis.db.tables import Tweet, Upload
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.web.extensions import db
from tests.support.pages.page import Page

LogIn = Callable[[Role], FlaskClient]
CONTENT = (
    b"id,text,created_at\n1,air france is bad,2026-05-01T10:00:00Z\n2,,2026-05-01T10:00:00Z\n"
).replace(b"2026-05-01", str(utc_now().date() - timedelta(days=1)).encode())
OLD = b"id,text,created_at\n1,air france is bad,2015-05-01T10:00:00Z\n2,,2015-05-01T10:00:00Z\n"


def send(client: FlaskClient, content: bytes = CONTENT, name: str = "tweets.csv") -> TestResponse:
    return client.post("/radar/uploads", data={"file": (io.BytesIO(content), name)})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_is_handed_in_imported_and_told_of(
    log_in: LogIn, runner: FlaskCliRunner, language: str
) -> None:
    analyst = log_in(Role.ANALYST)
    analyst.set_cookie("language", language)
    assert send(analyst).location == "/radar/uploads/1"
    assert Page(analyst.get("/radar/uploads/1").text).all("progress")
    assert runner.invoke(args=["monitor"]).exit_code == 0
    page = analyst.get("/radar/uploads/1").text
    assert {"en": "text: missing", "fr": "text\u202f: absent"}[language] in page
    assert "<progress" not in page
    assert "tweets.csv" in analyst.get("/radar/uploads").text


def test_only_analysts_hand_files_in(client: FlaskClient) -> None:
    assert send(client).status_code == 302
    assert client.get("/radar/uploads").status_code == 302


def test_without_a_file_the_form_says_so_beside_the_field(log_in: LogIn) -> None:
    response = send(log_in(Role.ANALYST), name="")
    assert response.status_code == 422
    assert "Choose a file." in response.text


def test_a_file_may_be_larger_than_any_other_form_but_not_endless(
    app: Flask, log_in: LogIn, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    analyst = log_in(Role.ANALYST)
    assert send(analyst, CONTENT + b"x" * 200_000).status_code == 303
    small = config.model_copy(update={"radar_upload_mb": 1})
    monkeypatch.setattr("airparadis.web.pages.radar.blueprint.runtime", lambda: _Runtime(small))
    monkeypatch.setattr("airparadis.web.pages.radar.blueprint.FORM_BYTES", -850_000)
    assert send(analyst, b"x" * 200_000).status_code == 413


class _Runtime:
    def __init__(self, config: Config) -> None:
        self.config = config


def test_a_stranger_may_not_send_more_than_to_any_form(app: Flask, client: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    app.config["WTF_CSRF_ENABLED"] = True
    assert send(client, b"x" * 200_000).status_code == 413


def test_an_unknown_upload_is_not_found(log_in: LogIn) -> None:
    analyst = log_in(Role.ANALYST)
    assert analyst.get("/radar/uploads/7").status_code == 404
    assert analyst.get("/radar/uploads?page=7").status_code == 404


def test_an_import_is_stopped(log_in: LogIn) -> None:
    analyst = log_in(Role.ANALYST)
    send(analyst)
    assert analyst.post("/radar/uploads/1/stop").location == "/radar/uploads/1"
    assert "Stopped" in analyst.get("/radar/uploads/1").text


def test_an_import_is_its_owners_to_stop_or_an_administrators(app: Flask, log_in: LogIn) -> None:
    analyst = log_in(Role.ANALYST)
    send(analyst)
    with app.app_context():
        db.session.execute(update(Upload).values(uploaded_by="colleague@example.org"))
        db.session.commit()
    assert "/stop" not in analyst.get("/radar/uploads/1").text
    assert analyst.post("/radar/uploads/1/stop").status_code == 403
    administrator = log_in(Role.ADMINISTRATOR)
    assert "/stop" in administrator.get("/radar/uploads/1").text
    assert administrator.post("/radar/uploads/1/stop").status_code == 303


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_importer_is_asked_before_old_texts_are_imported(
    log_in: LogIn, runner: FlaskCliRunner, language: str
) -> None:
    analyst = log_in(Role.ANALYST)
    analyst.set_cookie("language", language)
    send(analyst, OLD)
    assert runner.invoke(args=["monitor"]).exit_code == 0
    page = analyst.get("/radar/uploads/1").text
    sentence = {
        "en": "1 tweet is older than 180 days: only counts are kept.",
        "fr": "1 tweet a plus de 180 jours\u202f: seuls les décomptes sont conservés.",
    }[language]
    assert sentence in page
    assert 'action="/radar/uploads/1/start"' in page
    for days in ("0", "3651", "ten", "1.5", "9" * 40):
        refused = analyst.post("/radar/uploads/1/start", data={"keep_days": days})
        assert refused.status_code == 422
        assert 'id="keep_days-error"' in refused.text
    started = analyst.post("/radar/uploads/1/start", data={"keep_days": "400"})
    assert started.location == "/radar/uploads/1"
    assert runner.invoke(args=["monitor"]).exit_code == 0
    with analyst.application.app_context():
        assert db.session.scalars(select(Tweet.text)).one() == "air france is bad"


def test_how_long_texts_are_kept_can_be_said_with_the_file(
    log_in: LogIn, runner: FlaskCliRunner
) -> None:
    analyst = log_in(Role.ANALYST)
    file = (io.BytesIO(OLD), "tweets.csv")
    refused = analyst.post("/radar/uploads", data={"file": file, "keep_days": "-3"})
    assert refused.status_code == 422
    assert 'value="-3"' in refused.text
    file = (io.BytesIO(OLD), "tweets.csv")
    analyst.post("/radar/uploads", data={"file": file, "keep_days": "30"})
    assert runner.invoke(args=["monitor"]).exit_code == 0
    assert "Imported" in analyst.get("/radar/uploads/1").text


def test_only_who_handed_a_file_in_starts_it(log_in: LogIn, runner: FlaskCliRunner) -> None:
    send(log_in(Role.ADMINISTRATOR), OLD)
    assert runner.invoke(args=["monitor"]).exit_code == 0
    analyst = log_in(Role.ANALYST)
    assert analyst.post("/radar/uploads/1/start").status_code == 403
    assert "radar/uploads/1/start" not in analyst.get("/radar/uploads/1").text
