"""Two machines on one PostgreSQL: each with its folder, its web server and its scheduler."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from airparadis.config.settings import Config
from airparadis.lib.project import ROOT
from tests.jobs.test_leadership import LEADS
from tests.server.test_serve import call, is_ready, wait_for
from tests.support.databases import is_postgresql
from tests.support.servers.ports import free_port
from tests.support.servers.smtp import smtp_server

WEB = ("gunicorn", "--config", "gunicorn.conf.py", "wsgi:app")
SCHEDULER = ("flask", "--app", "wsgi", "scheduler")


class Machine:
    """A machine's own state; the database, the key and the mail server are shared."""

    def __init__(self, folder: Path, shared: dict[str, str]) -> None:
        folder.mkdir()
        port = str(free_port())
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "scheduler.log"
        inherited = {k: v for k, v in os.environ.items() if k.lower() not in Config.model_fields}
        own = {"PORT": port, "WORKERS": "2", "INSTANCE_PATH": str(folder)}
        self.environ = inherited | shared | own
        self.run("airparadis", "prepare").wait(timeout=120)

    def run(self, *command: str) -> subprocess.Popen[bytes]:
        """Start one of its processes."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
            )

    @property
    def leads(self) -> bool:
        """Whether its scheduler has ever said so."""
        return LEADS in self.log.read_text()


def test_of_two_machines_one_schedules_and_when_it_dies_the_other_tells_what_has_happened(
    tmp_path: Path, database: dict[str, str]
) -> None:
    if not is_postgresql(database):
        pytest.skip("SQLite is for one machine")
    with smtp_server() as (inbox, port), ExitStack() as stack:
        shared = {
            "SECRET_KEY": "of both machines, made up for a test",
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(port),
            "ALERT_RECIPIENTS": "oncall@example.org",
            "MONITOR_INTERVAL_SECONDS": "1",
        } | database
        machines = [Machine(tmp_path / name, shared) for name in ("first", "second")]
        schedulers = [machine.run(*SCHEDULER) for machine in machines]
        stack.callback(end, schedulers)
        stack.callback(end, [machine.run(*WEB) for machine in machines])
        wait_for(lambda: all(is_ready(machine.url) for machine in machines), "both servers")
        wait_for(lambda: any(machine.leads for machine in machines), "a leader")
        [leader] = [place for place, machine in enumerate(machines) if machine.leads]
        schedulers[leader].kill()
        schedulers[leader].wait()
        # each vote goes to the machine that has not made the prediction
        for number in range(3):
            here, there = machines[number % 2], machines[1 - number % 2]
            made = call(f"{here.url}/api/v1/predict", {"text": f"{number} I hate this airline"})
            vote = {"prediction_id": made["id"], "is_correct": False}
            call(f"{there.url}/api/v1/feedback", vote)
        wait_for(lambda: bool(inbox.messages), "the mail")
        assert machines[1 - leader].leads
        time.sleep(2)  # it looks again, and must find nothing to send
        assert len(inbox.messages) == 1
    engine = create_engine(database["DATABASE_URL"])
    with engine.connect() as connection:
        counted = "SELECT (SELECT count(*) FROM incident), (SELECT count(*) FROM prediction)"
        assert connection.execute(text(counted)).one() == (1, 3)
    engine.dispose()


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """End processes as a supervisor does, ignoring those that are dead already."""
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        process.wait(timeout=60)
