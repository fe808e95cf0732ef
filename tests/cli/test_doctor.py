"""What the doctor finds, and what it says to do."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from flask_migrate import stamp
from sqlalchemy import text

from airparadis.app import create_app
from airparadis.cli.checks import Finding, State, examine
from airparadis.cli.checks.examine import Patient
from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.lib.heartbeat import Process, beat
from airparadis.ml.slot import ModelSlot
from airparadis.web.extensions import db, mail
from airparadis.web.runtime import runtime
from tests.support.databases import is_postgresql
from tests.support.fakes import FakeClassifier
from tests.support.ports import free_port
from tests.support.smtp import smtp_server

HEALTHY = {"public_url": "https://tweets.example.org", "trusted_proxies": 1}


@pytest.fixture
def config(config: Config) -> Config:
    config.instance_path.chmod(0o700)
    return config.model_copy(update={**HEALTHY, "secret_key": "made up, and long enough" * 2})


def findings(app: Flask, **changed: Any) -> dict[str, Finding]:
    """What is found with some settings changed."""
    with app.app_context():
        stamp()
        found = runtime()
        config = found.config.model_copy(update=changed)
        patient = Patient(config, db.session(), found.model, mail, utc_now())
        return {each.name: each for each in examine(patient)}


def test_every_check_reports_and_a_healthy_instance_is_well(app: Flask, config: Config) -> None:
    for process in Process:
        beat(config.instance_path, process)
    with smtp_server() as (inbox, port):
        sick = {
            name: each
            for name, each in findings_with_mail(app, port).items()
            if each.state is not State.OK
        }
    assert sick == {}
    assert inbox.messages == [], "mail is spoken to, not sent"


def findings_with_mail(app: Flask, port: int) -> dict[str, Finding]:
    """With a mail server; Flask-Mail keeps the settings that it was bound with."""
    server = {"mail_server": "127.0.0.1", "mail_port": port}
    app.extensions["mail"].server, app.extensions["mail"].port = "127.0.0.1", port
    return findings(app, **server, alert_recipients=("oncall@example.org",))


def test_a_mail_server_that_is_not_there_is_an_error_with_advice(app: Flask) -> None:
    found = findings_with_mail(app, free_port())["mail"]
    assert found.state is State.ERROR
    assert "ConnectionRefusedError" in found.message
    assert "MAIL_PORT" in found.advice


def test_a_damaged_database_is_told_with_the_way_back(
    app: Flask, config: Config, database: dict[str, str]
) -> None:
    if is_postgresql(database):
        pytest.skip("a server looks after its files itself")
    findings(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with config.database_file.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 20)
    with app.app_context():
        patient = Patient(config, db.session(), runtime().model, mail, utc_now())
        found = {each.name: each for each in examine(patient)}
    assert found["database"].state is State.ERROR
    assert "flask restore" in found["database"].advice
    assert found["disk"].state is State.OK, "one check that fails does not keep the others"


def test_tables_of_another_revision_are_told_apart(app: Flask) -> None:
    findings(app)
    for revision, advice in (("0001", "flask db upgrade"), ("9999", "newer code")):
        with app.app_context():
            db.session.execute(
                text("UPDATE alembic_version SET version_num = :it"), {"it": revision}
            )
            db.session.commit()
            patient = Patient(runtime().config, db.session(), runtime().model, mail, utc_now())
            found = {each.name: each for each in examine(patient)}["migrations"]
        assert found.state is State.ERROR
        assert advice in found.advice


def test_a_model_that_cannot_be_verified_is_an_error(config: Config, tmp_path: Path) -> None:
    app = create_app(config.model_copy(update={"model_dir": tmp_path / "none"}))
    with app.app_context():
        db.create_all()
    found = findings(app)["model"]
    assert found.state is State.ERROR
    assert "no model at" in found.message


def test_silent_processes_are_told(app: Flask, config: Config) -> None:
    assert findings(app)["scheduler"].state is State.WARNING, "it may run elsewhere"
    beat(config.instance_path, Process.SCHEDULER)
    assert findings(app)["scheduler"].state is State.OK
    with app.app_context():
        later = utc_now() + timedelta(hours=1)
        patient = Patient(config, db.session(), runtime().model, mail, later)
        found = {each.name: each for each in examine(patient)}["scheduler"]
    assert found.state is State.ERROR
    assert "no incident opens" in found.message


def test_settings_that_make_no_sense_together_are_warned_of(app: Flask) -> None:
    found = findings(app, public_url="http://tweets.example.org")["settings"]
    assert found.state is State.WARNING
    assert "in the clear" in found.message
    assert findings(app, trusted_proxies=0)["settings"].state is State.WARNING
    assert findings(app, secret_key="short")["secret key"].state is State.ERROR


def test_a_check_that_fails_itself_is_a_finding(app: Flask, config: Config) -> None:
    class Broken(ModelSlot):
        @property
        def classifier(self) -> Any:
            raise RuntimeError("a fault\nof two lines")

    with app.app_context():
        slot = Broken(config.model_store, FakeClassifier())
        found = {
            each.name: each
            for each in examine(Patient(config, db.session(), slot, mail, utc_now()))
        }
    assert found["model"].message == "RuntimeError: a fault of two lines"


@pytest.fixture
def stamped(app: Flask) -> None:
    with app.app_context():
        stamp()


def test_the_command_exits_with_one_only_for_errors_and_speaks_json(
    stamped: None, runner: FlaskCliRunner, config: Config
) -> None:
    well = runner.invoke(args=["doctor", "--no-network"])
    assert well.exit_code == 0, well.output
    assert "WARNING scheduler" in well.output
    assert "        -> start `flask scheduler`" in well.output
    (config.instance_path / "heartbeats").mkdir()
    beat(config.instance_path, Process.SCHEDULER)
    told = runner.invoke(args=["doctor", "--no-network", "--json"])
    whole = json.loads(told.output)
    assert whole["state"] == "warning"
    assert {each["name"] for each in whole["checks"]} >= {"database", "model", "scheduler"}
