"""`kill -9` in the middle of requests."""

import time
from pathlib import Path

from benchmarks.faults.ledger import reckon
from benchmarks.faults.load import under_load
from benchmarks.faults.outcome import Outcome, of_load
from benchmarks.faults.site import Site, site, wait_for
from tests.support.servers.smtp import smtp_server

EVERYTHING = ("web", "scheduler", "worker")


def killed_worker(folder: Path, requests: int) -> Outcome:
    """One of two web workers; gunicorn starts another."""
    with site(folder) as running, under_load(running, requests) as load:
        load.wait_until(0.5)
        victim = running.workers()[0]
        victim.kill()
        recovery = wait_for(
            lambda: len(running.workers()) == 2 and victim not in running.workers(), "a new worker"
        )
        recovery += wait_for(running.scores, "an answer")
    found = reckon(running.database, load.ledger)
    return of_load("`kill -9` of a web worker", load.ledger, found, recovery)


def killed_scheduler(folder: Path, requests: int) -> Outcome:
    """The scheduler, with an incident to report; started again as a supervisor would."""
    with smtp_server() as (inbox, port):
        with site(folder, mail_settings(port), *EVERYTHING) as running:
            with under_load(running, requests) as load:
                load.wait_until(0.3)
                running.kill("scheduler")
                load.wait_until(0.6)
                started = time.monotonic()
                running.start("scheduler")
                wait_for(lambda: bool(inbox.messages), "the mail")
                recovery = time.monotonic() - started
            time.sleep(2)
            found = reckon(running.database, load.ledger)
        mails = {message["Message-ID"] for message in inbox.messages}
    seen = f"{found.incidents} incident, {len(mails)} mail"
    outcome = of_load("`kill -9` of the scheduler", load.ledger, found, recovery, seen)
    return _with_one_incident(outcome, found.incidents, len(mails))


def killed_everything(folder: Path, requests: int) -> Outcome:
    """Server, scheduler and worker at once, as a power cut would; then a start as always."""
    with smtp_server() as (inbox, port):
        with site(folder, mail_settings(port), *EVERYTHING) as running:
            with under_load(running, requests) as load:
                load.wait_until(0.5)
                running.kill(*EVERYTHING)
            started = time.monotonic()
            _start_again(running)
            wait_for(running.scores, "an answer")
            recovery = time.monotonic() - started
            wait_for(lambda: bool(inbox.messages), "the mail")
            time.sleep(2)
            found = reckon(running.database, load.ledger)
        mails = {message["Message-ID"] for message in inbox.messages}
    seen = f"{found.incidents} incident, {len(mails)} mail"
    outcome = of_load("`kill -9` of everything", load.ledger, found, recovery, seen)
    return _with_one_incident(outcome, found.incidents, len(mails))


def killed_master(folder: Path, requests: int) -> Outcome:
    """Gunicorn's master alone: its workers must let go of the port for the next one."""
    with site(folder) as running, under_load(running, requests) as load:
        load.wait_until(0.5)
        master = running.running.pop("web")
        master.kill()
        master.wait()
        started = time.monotonic()
        wait_for(lambda: not running.prepare().returncode, "the port")
        running.start("web")
        wait_for(running.scores, "an answer")
        recovery = time.monotonic() - started
    found = reckon(running.database, load.ledger)
    return of_load("`kill -9` of gunicorn's master", load.ledger, found, recovery)


def mail_settings(port: int) -> dict[str, str]:
    """Settings of a site whose alerts go to the server at a port."""
    return {
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(port),
        "ALERT_RECIPIENTS": "oncall@example.org",
    }


def _start_again(running: Site) -> None:
    prepared = running.prepare()
    if prepared.returncode:
        raise RuntimeError(prepared.stderr)
    running.start(*EVERYTHING)


def _with_one_incident(outcome: Outcome, incidents: int, mails: int) -> Outcome:
    if (incidents, mails) == (1, 1):
        return outcome
    raise RuntimeError(f"{incidents} incidents, {mails} different mails: {outcome}")
