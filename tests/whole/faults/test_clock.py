"""A clock that jumps back and forth, under the rules of the error window."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage
from airparadis.web.extensions import db
from tests.support.fakes import FakeClassifier

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
Told = Callable[[], tuple[list[str], int]]


@pytest.fixture
def config(config: Config) -> Config:
    """Mail is owed; nobody listens there."""
    mail = {"mail_server": "127.0.0.1", "mail_port": 9, "mail_timeout_seconds": 1}
    return config.model_copy(update=mail | {"alert_recipients": ("oncall@example.org",)})


@pytest.fixture
def told(app: Flask) -> Told:
    """Let the scheduler look; the states of the incidents and the messages there are then."""

    def look() -> tuple[list[str], int]:
        result = app.test_cli_runner().invoke(args=["monitor"])
        assert result.exit_code == 0, result.output
        with app.app_context():
            states = [incident.state.value for incident in db.session.query(Incident)]
            return states, db.session.query(OutboxMessage).count()

    return look


def report_wrong(client: FlaskClient, *texts: str) -> None:
    made = client.post("/api/v1/predict", json={"texts": list(texts)}).get_json()["predictions"]
    for prediction in made:
        vote = {"prediction_id": prediction["id"], "is_correct": False}
        assert client.post("/api/v1/feedback", json=vote).status_code == 200


def test_a_clock_set_back_in_an_incident_neither_ends_nor_repeats_it(
    client: FlaskClient, told: Told
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        report_wrong(client, "so bad", "the worst", "I hate it")
        assert told() == (["open"], 1)
        for moment in (NOON - timedelta(hours=2), NOON, NOON - timedelta(hours=1)):
            clock.move_to(moment)
            assert told() == (["open"], 1), f"at {moment}"


def test_a_clock_set_forward_ends_it_as_the_time_would_and_once(
    client: FlaskClient, told: Told
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        report_wrong(client, "so bad", "the worst", "I hate it")
        told()
        clock.move_to(NOON + timedelta(hours=3))
        states, messages = told()
        assert states == ["resolved"]
        clock.move_to(NOON)
        assert told() == (["resolved"], messages), "set right again, it is not opened anew"


def test_reports_on_both_sides_of_a_jump_are_no_burst(client: FlaskClient, told: Told) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        report_wrong(client, "so bad", "the worst")
        clock.move_to(NOON - timedelta(hours=1))
        report_wrong(client, "I hate it")
        assert told() == ([], 0)
        report_wrong(client, "never again", "awful")
        assert told() == (["open"], 1), "three within five minutes by the clock as it is now"


@pytest.fixture
def machine_zone() -> Iterator[Callable[[str], None]]:
    """Set the zone of the machine, as an administrator or a traveller does."""
    before = os.environ.get("TZ")

    def move(zone: str | None) -> None:
        os.environ.pop("TZ", None)
        os.environ |= {"TZ": zone} if zone else {}
        time.tzset()

    yield move
    move(before)


def test_a_leap_of_the_machines_time_zone_changes_nothing(
    client: FlaskClient, told: Told, machine_zone: Callable[[str], None]
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        machine_zone("Pacific/Kiritimati")  # 14 hours before UTC's noon it is tomorrow there
        report_wrong(client, "so bad", "the worst")
        machine_zone("Pacific/Pago_Pago")  # 25 hours back
        clock.shift(timedelta(minutes=1))
        report_wrong(client, "I hate it")
        assert told() == (["open"], 1), "three within five minutes, wherever the machine is"
        for zone in ("Pacific/Kiritimati", "Europe/Paris", "Pacific/Pago_Pago"):
            machine_zone(zone)
            assert told() == (["open"], 1), zone
        clock.shift(timedelta(minutes=6))
        assert told()[0] == ["resolved"]


def test_a_leap_of_the_zone_in_the_settings_sends_one_digest_a_day(config: Config) -> None:
    """Eastwards and back within a day: the day of a place is told once."""
    told = set()
    with time_machine.travel(NOON, tick=False) as clock:
        for zone in ("Europe/Paris", "Asia/Tokyo", "Europe/Paris", "America/New_York") * 2:
            app = create_app(
                config.model_copy(update={"timezone": zone, "digest_at": "08:00"}),
                FakeClassifier(),
            )
            with app.app_context():
                db.create_all()
                result = app.test_cli_runner().invoke(args=["monitor"])
                assert result.exit_code == 0, result.output
                told.add(db.session.query(OutboxMessage).count())
                db.session.remove()
                db.engine.dispose()
            clock.shift(timedelta(minutes=10))
    assert max(told) == 1
