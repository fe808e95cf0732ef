"""Identifiers of requests, and lines without tweets."""

import errno
import io
import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from airparadis.config.settings import Config
from airparadis.lib.json_logs import ACCESS, MAX_TRACE, JsonFormatter, write_access_line
from airparadis.web.extensions import db
from airparadis.web.request_log import HEADER
from tests.jobs.test_error_window import log_lines

Lines = Callable[[], list[dict[str, Any]]]
SECRET = "nobody-may-read-this"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """Return the lines that have been logged so far."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_has_an_identifier_in_its_answer_and_its_line(
    client: FlaskClient, lines: Lines
) -> None:
    answer = client.post("/api/v1/predict", json={"text": "I love it"})
    [line] = lines()
    assert line["request_id"] == answer.headers[HEADER]
    assert {name: line[name] for name in ("event", "method", "route", "status")} == {
        "event": "REQUEST",
        "method": "POST",
        "route": "/api/v1/predict",
        "status": 200,
    }
    assert line["duration_ms"] > 0
    assert line["bytes"] == len(answer.data)


@pytest.mark.parametrize("given", ["abc-1.2_Z", "a" * 64])
def test_an_identifier_that_is_given_is_kept(client: FlaskClient, given: str) -> None:
    assert client.get("/livez", headers={HEADER: given}).headers[HEADER] == given


@pytest.mark.parametrize("given", ["", "a" * 65, "two words", 'a"b', "é", "a;b"])
def test_one_that_could_forge_a_line_is_replaced(client: FlaskClient, given: str) -> None:
    made = client.get("/livez", headers={HEADER: given}).headers[HEADER]
    assert made != given
    assert len(made) == 16


def test_no_line_holds_what_was_asked(client: FlaskClient, lines: Lines) -> None:
    client.get(f"/?text={SECRET}")
    client.post("/", data={"text": SECRET})
    client.post("/api/v1/predict", json={"text": SECRET})
    client.get(f"/{SECRET}")
    client.open("/", method=SECRET.upper().replace("-", ""))
    written = lines()
    assert len(written) == 5
    assert SECRET not in json.dumps(written).lower()


def test_what_is_asked_all_day_is_not_logged_unless_it_fails(
    app: Flask, client: FlaskClient, lines: Lines
) -> None:
    client.get("/livez")
    client.get("/readyz")
    assert lines() == []
    with app.app_context():
        db.drop_all()
    client.get("/readyz")
    assert [line["status"] for line in lines()] == [503]


def test_votes_are_logged_with_the_request_that_cast_them(
    client: FlaskClient, config: Config
) -> None:
    made = client.post("/api/v1/predict", json={"text": "so bad"}).get_json()
    vote = {"prediction_id": made["id"], "is_correct": False}
    client.post("/api/v1/feedback", json=vote, headers={HEADER: "the-vote"})
    assert [line["request_id"] for line in log_lines(config)] == ["the-vote"]


def test_an_error_of_the_database_is_logged_without_what_was_to_be_stored(
    app: Flask, client: FlaskClient, lines: Lines
) -> None:
    with app.app_context():
        cascade = "" if db.engine.dialect.name == "sqlite" else "CASCADE"
        db.session.execute(text(f"DROP TABLE prediction {cascade}"))
        db.session.commit()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.post("/api/v1/predict", json={"text": SECRET}, headers={HEADER: "r-1"})
    assert answer.status_code == 500
    assert answer.get_json()["error"]["code"] == "internal_error"
    trace, request = lines()
    assert re.search(r"no such table|does not exist", trace["exception"])
    assert trace["request_id"] == request["request_id"] == "r-1"
    assert SECRET not in json.dumps([trace, request])


def test_a_record_of_any_library_is_one_line_of_json() -> None:
    formatter = JsonFormatter()
    structlog.contextvars.clear_contextvars()
    try:
        raise ValueError("x" * 2 * MAX_TRACE)
    except ValueError as error:
        exc_info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("lib", logging.ERROR, "", 0, "a\nb %s", ("c",), exc_info)
    [line] = formatter.format(record).splitlines()
    told = json.loads(line)
    assert told["event"] == "a\nb c"
    assert (told["logger"], told["level"]) == ("lib", "error")
    assert len(told["exception"]) == MAX_TRACE


def test_a_requests_line_is_what_it_would_be_among_all_others(lines: Lines) -> None:
    record = logging.getLogger(ACCESS).makeRecord(ACCESS, logging.INFO, "", 0, "REQUEST", (), None)
    with (
        structlog.contextvars.bound_contextvars(request_id="one"),
        time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC), tick=False),
    ):
        write_access_line({"route": "/été", "bytes": None})
        [line] = lines()
        assert line == json.loads(JsonFormatter().format(record)) | {"route": "/été", "bytes": None}
    assert line["request_id"] == "one"


def test_a_disk_without_room_for_lines_costs_nobody_an_answer(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr("sys.stderr", Full())
    assert client.post("/api/v1/predict", json={"text": "I love it"}).status_code == 200
