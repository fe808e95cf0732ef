"""Faults of what machines share: PostgreSQL away, clocks that differ."""

import time
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.faults.kills import EVERYTHING, mail_settings
from benchmarks.faults.ledger import reckon_server
from benchmarks.faults.load import Load, under_load
from benchmarks.faults.outcome import Outcome, of_load
from benchmarks.faults.own_postgresql import own_postgresql
from benchmarks.faults.site import Site, site, wait_for
from tests.support.servers.smtp import smtp_server

AHEAD_SECONDS = 60
LEADS = "this scheduler leads"
# Read by every Python that finds it on its path: the machine's clock, as the process sees it.
CLOCK = """
import datetime, time_machine
now = datetime.datetime.now(datetime.UTC)
time_machine.travel(now + datetime.timedelta(seconds={seconds}), tick=True).start()
"""


def database_away(folder: Path, requests: int) -> Outcome:
    """PostgreSQL stops in the middle of requests, and comes back."""
    with own_postgresql() as server, smtp_server() as (inbox, port):
        settings = mail_settings(port) | {"DATABASE_URL": server.url}
        with site(folder, settings, *EVERYTHING) as running:
            with under_load(running, requests) as load:
                load.wait_until(0.3)
                server.stop()
                wait_for(lambda: load.ledger.refused[503] > 0, "a refusal")
                status, told = running.call("/api/v1/predict", {"text": "I hate it"})
                server.start()
                recovery = wait_for(running.scores, "an answer")
            wait_for(lambda: bool(inbox.messages), "the mail")
            time.sleep(2)
            ended = [name for name, process in running.running.items() if process.poll()]
        found = reckon_server(server.url, load.ledger)
        mails = {message["Message-ID"] for message in inbox.messages}
    if ended or status != 503 or set(load.ledger.refused) != {503}:
        raise RuntimeError(f"{ended} ended; {status} {told}; {load.ledger.refused}")
    if (found.incidents, len(mails)) != (1, 1):
        raise RuntimeError(f"{found.incidents} incidents, {len(mails)} different mails")
    seen = f"“{told['error']['message']}”; 1 incident, 1 mail"
    return of_load("PostgreSQL away and back", load.ledger, found, recovery, seen)


def clocks_apart(folder: Path, requests: int) -> Outcome:
    """Two machines on one PostgreSQL, one a minute ahead; the leading scheduler dies."""
    with own_postgresql() as server, smtp_server() as (inbox, port):
        shared = mail_settings(port) | {"DATABASE_URL": server.url, "SECRET_KEY": "x" * 40}
        shared |= {"ALERT_REPEAT_MINUTES": "0"}
        ahead = _shifted(folder, AHEAD_SECONDS)
        with (
            site(_folder(folder, "ahead"), shared | ahead, "web", "scheduler") as first,
            site(_folder(folder, "exact"), shared, "web", "scheduler") as second,
        ):
            wait_for(lambda: _leads(first) or _leads(second), "a leader")
            leader = first if _leads(first) else second
            load = Load(first, requests, vote_site=second)
            load.run()
            wait_for(lambda: bool(inbox.messages), "the mail")
            leader.kill("scheduler")
            started = time.monotonic()
            wait_for(lambda: _leads(first) and _leads(second), "the other scheduler")
            recovery = time.monotonic() - started
            time.sleep(3)
            ahead_by = _seconds_ahead(server.url)
            ready = [machine.call("/readyz")[0] for machine in (first, second)]
        found = reckon_server(server.url, load.ledger)
        mails = {message["Message-ID"] for message in inbox.messages}
    if ahead_by < AHEAD_SECONDS / 2 or (found.incidents, len(mails), ready) != (1, 1, [200, 200]):
        raise RuntimeError(f"{found.incidents} incidents, {len(mails)} mails, ready {ready}")
    seen = (
        f"votes {ahead_by:.0f} s before their predictions; 1 incident, 1 mail, after a takeover too"
    )
    return of_load("two machines, a minute apart", load.ledger, found, recovery, seen)


def _seconds_ahead(url: str) -> float:
    """Return how far the predicting machine's clock is ahead of the voting one's, in seconds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        seconds = connection.scalar(
            text(
                "SELECT extract(epoch FROM avg(p.created_at - f.voted_at))"
                " FROM prediction p JOIN feedback f ON f.prediction_id = p.id"
            )
        )
    engine.dispose()
    return float(seconds)


def _leads(machine: Site) -> bool:
    return LEADS in machine.output()


def _folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made


def _shifted(folder: Path, seconds: int) -> dict[str, str]:
    place = _folder(folder, "clock")
    (place / "sitecustomize.py").write_text(CLOCK.format(seconds=seconds))
    return {"PYTHONPATH": str(place)}
