"""`flask doctor` examines an instance and gives advice."""

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
from airparadis.cli.checks.outcome import Instance, Outcome, State
from airparadis.cli.checks.registry import run_checks
from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.lib.heartbeat import Process, beat
from airparadis.lib.private_files import close_to_others
from airparadis.ml.slot import ModelSlot
from airparadis.web.extensions import db, mail
from airparadis.web.runtime import runtime
from tests.support.databases import is_postgresql
from tests.support.fakes import FakeClassifier
from tests.support.servers.ports import free_port
from tests.support.servers.smtp import smtp_server

HEALTHY = {"public_url": "https://tweets.example.org", "trusted_proxies": 1}


@pytest.fixture
def config(config: Config) -> Config:
    config.instance_path.chmod(0o700)
    return config.model_copy(update={**HEALTHY, "secret_key": "made up, and long enough" * 2})


def examine(**changed: Any) -> dict[str, Outcome]:
    """Run the checks on the current application, with some parts of the instance replaced."""
    parts = {"config": runtime().config, "slot": runtime().model, "now": utc_now(), **changed}
    return dict(run_checks(Instance(session=db.session(), mail=mail, **parts)))


def outcomes(app: Flask, **settings: Any) -> dict[str, Outcome]:
    """Run the checks with some settings changed."""
    with app.app_context():
        stamp()
        return examine(config=runtime().config.model_copy(update=settings))


def test_a_healthy_instance_passes_every_check(app: Flask, config: Config) -> None:
    for process in Process:
        beat(config.instance_path, process)
    close_to_others(config.instance_path)
    with smtp_server() as (inbox, port):
        found = outcomes_with_mail(app, port)
    assert {name: outcome for name, outcome in found.items() if outcome.state is not State.OK} == {}
    assert inbox.messages == [], "the server is greeted, no mail is sent"


def outcomes_with_mail(app: Flask, port: int) -> dict[str, Outcome]:
    """Run the checks with a mail server; Flask-Mail keeps the settings that it was bound with."""
    server = {"mail_server": "127.0.0.1", "mail_port": port}
    app.extensions["mail"].server, app.extensions["mail"].port = "127.0.0.1", port
    return outcomes(app, **server, alert_recipients=("oncall@example.org",))


def test_a_mail_server_that_is_not_there_is_an_error_with_advice(app: Flask) -> None:
    found = outcomes_with_mail(app, free_port())["mail"]
    assert found.state is State.ERROR
    assert "ConnectionRefusedError" in found.message
    assert "MAIL_PORT" in found.advice


def test_a_damaged_database_is_reported_with_the_command_that_restores_it(
    app: Flask, config: Config, database: dict[str, str]
) -> None:
    if is_postgresql(database):
        pytest.skip("a server looks after its files itself")
    outcomes(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with config.database_file.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 20)
    with app.app_context():
        found = examine()
    assert found["database"].state is State.ERROR
    assert "flask restore" in found["database"].advice
    assert found["disk"].state is State.OK, "one failure does not stop the other checks"


def test_older_and_newer_tables_are_told_apart(app: Flask) -> None:
    outcomes(app)
    for revision, advice in (("0001", "flask db upgrade"), ("9999", "newer code")):
        with app.app_context():
            db.session.execute(
                text("UPDATE alembic_version SET version_num = :it"), {"it": revision}
            )
            db.session.commit()
            found = examine()["migrations"]
        assert found.state is State.ERROR
        assert advice in found.advice


def test_a_model_that_cannot_be_verified_is_an_error(config: Config, tmp_path: Path) -> None:
    app = create_app(config.model_copy(update={"model_dir": tmp_path / "none"}))
    with app.app_context():
        db.create_all()
    found = outcomes(app)["model"]
    assert found.state is State.ERROR
    assert "no model at" in found.message


def test_a_silent_process_is_reported(app: Flask, config: Config) -> None:
    assert outcomes(app)["scheduler"].state is State.WARNING, "it may run elsewhere"
    beat(config.instance_path, Process.SCHEDULER)
    assert outcomes(app)["scheduler"].state is State.OK
    with app.app_context():
        found = examine(now=utc_now() + timedelta(hours=1))["scheduler"]
    assert found.state is State.ERROR
    assert "no incident opens" in found.message


def test_contradictory_settings_are_reported(app: Flask) -> None:
    found = outcomes(app, public_url="http://tweets.example.org")["settings"]
    assert found.state is State.WARNING
    assert "in the clear" in found.message
    assert outcomes(app, trusted_proxies=0)["settings"].state is State.WARNING
    assert outcomes(app, secret_key="short")["secret key"].state is State.ERROR


def test_a_check_that_fails_is_reported_as_an_error(app: Flask, config: Config) -> None:
    class Broken(ModelSlot):
        @property
        def classifier(self) -> Any:
            raise RuntimeError("a fault\nof two lines")

    with app.app_context():
        found = examine(slot=Broken(config.model_store, FakeClassifier()))
    assert found["model"].message == "RuntimeError: a fault of two lines"


@pytest.fixture
def stamped(app: Flask) -> None:
    with app.app_context():
        stamp()


def test_the_command_exits_with_1_only_for_errors_and_prints_json(
    stamped: None, runner: FlaskCliRunner, config: Config
) -> None:
    text_run = runner.invoke(args=["doctor", "--no-network"])
    assert text_run.exit_code == 0, text_run.output
    assert "WARNING scheduler" in text_run.output
    assert "        -> start `flask scheduler`" in text_run.output
    (config.instance_path / "heartbeats").mkdir()
    beat(config.instance_path, Process.SCHEDULER)
    json_run = runner.invoke(args=["doctor", "--no-network", "--json"])
    report = json.loads(json_run.output)
    assert report["state"] == "warning"
    assert {check["name"] for check in report["checks"]} >= {"database", "model", "scheduler"}
