"""A bad day: four web workers, two schedulers started again, no mail server at first."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from airparadis.lib.project import ROOT
from airparadis.notify.event_log import FEEDBACK_LOG
from tests.server.test_serve import call, is_ready, wait_for
from tests.support.instances import environment, install, wait_for_passes
from tests.support.servers.ports import free_port
from tests.support.servers.smtp import smtp_server

WEB = ("gunicorn", "wsgi:app")
SCHEDULER = ("flask", "--app", "wsgi", "scheduler")


@contextmanager
def processes(environ: dict[str, str], *commands: tuple[str, ...]) -> Iterator[None]:
    """Run commands of the virtual environment side by side; ends them as a supervisor would."""
    running = [
        subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environ)
        for command in commands
    ]
    try:
        yield
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(timeout=30)


@pytest.fixture
def environ(tmp_path: Path, database: dict[str, str]) -> dict[str, str]:
    settings = {
        "PORT": str(free_port()),
        "WORKERS": "4",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(free_port()),
        "ALERT_RECIPIENTS": "oncall@example.org",
        "MONITOR_INTERVAL_SECONDS": "1",
    }
    environ = environment(tmp_path, settings | database)
    install(environ)
    return environ


def events(instance: Path) -> list[str]:
    lines = (instance / "logs" / FEEDBACK_LOG).read_text().splitlines()
    return [json.loads(line)["event"] for line in lines]


def test_three_wrong_votes_give_one_incident_and_one_mail_whatever_happens(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    url = f"http://127.0.0.1:{environ['PORT']}"
    schedulers = (SCHEDULER, SCHEDULER)
    with processes(environ, WEB):
        with processes(environ, *schedulers):
            wait_for(lambda: is_ready(url), "the first answer")
            texts = ["I love this airline", "thanks for the great flight", "worst flight ever"]
            for made in call(f"{url}/api/v1/predict", {"texts": texts})["predictions"]:
                vote = {"prediction_id": made["id"], "is_correct": False}
                call(f"{url}/api/v1/feedback", vote)
            wait_for(lambda: "ALERT_NOT_SENT" in events(tmp_path), "an attempt to send")
        with smtp_server(int(environ["MAIL_PORT"])) as (inbox, _), processes(environ, *schedulers):
            wait_for(lambda: bool(inbox.messages), "the mail")
            wait_for_passes(tmp_path)  # they look again, and must find nothing to send
            assert is_ready(url)
            assert len(inbox.messages) == 1
    assert events(tmp_path).count("ALERT") == 1
    assert events(tmp_path).count("ALERT_SENT") == 1
    engine = create_engine(
        environ.get("DATABASE_URL", f"sqlite:///{tmp_path / 'airparadis.sqlite3'}")
    )
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT state FROM incident")).all() == ["open"]
        [(state, attempts)] = connection.execute(text("SELECT state, attempts FROM outbox_message"))
    engine.dispose()
    assert state == "sent"
    assert attempts >= 2
