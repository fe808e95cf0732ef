"""HUP and TERM under load, and a reload of what cannot serve."""

import os
import signal
import time
from pathlib import Path

from benchmarks.faults.ledger import reckon
from benchmarks.faults.load import under_load
from benchmarks.faults.outcome import Outcome, of_load
from benchmarks.faults.site import site, wait_for


def reloaded(folder: Path, requests: int) -> Outcome:
    """New workers of newly read code and settings; not one request fails."""
    with site(folder) as running, under_load(running, requests) as load:
        load.wait_until(0.2)
        old = {worker.pid for worker in running.workers()}
        master = running.running["web"]
        started = time.monotonic()
        os.kill(master.pid, signal.SIGHUP)
        wait_for(
            lambda: (
                len(running.workers()) == 2
                and old.isdisjoint(worker.pid for worker in running.workers())
            ),
            "new workers",
        )
        seconds = time.monotonic() - started
        is_same = master.poll() is None
    found = reckon(running.database, load.ledger)
    if load.ledger.refused or load.ledger.unanswered or not is_same:
        raise RuntimeError(f"requests failed: {load.ledger.refused}, {load.ledger.unanswered}")
    return of_load("`kill -HUP` (new code, new settings)", load.ledger, found, seconds)


def refused(folder: Path, requests: int) -> Outcome:
    """The check before a reload finds a faulty model; nothing is reloaded."""
    with site(folder) as running, under_load(running, requests) as load:
        (running.instance / "models").mkdir(exist_ok=True)
        (running.instance / "models" / "served").write_text("light-2026.01.01-00000000\n")
        checked = running.command("airparadis", "check")
    found = reckon(running.database, load.ledger)
    if load.ledger.refused or load.ledger.unanswered or checked.returncode != 1:
        raise RuntimeError(f"{checked.stderr} {load.ledger.refused}, {load.ledger.unanswered}")
    told = "the check refuses in one line, the server goes on"
    return of_load("a reload with a model at fault", load.ledger, found, None, told)


def stopped_while_reloading(folder: Path, requests: int) -> Outcome:
    """TERM right after HUP: it is obeyed."""
    with site(folder) as running:
        web = running.running["web"]
        with under_load(running, requests) as load:
            load.wait_until(0.5)
            started = time.monotonic()
            os.kill(web.pid, signal.SIGHUP)
            os.kill(web.pid, signal.SIGTERM)
            web.wait(60)
            seconds = time.monotonic() - started
        found = reckon(running.database, load.ledger)
    if web.returncode:
        raise RuntimeError(f"it ended with {web.returncode}")
    told = f"ended with 0 after {seconds:.1f} s"
    return of_load("`kill -TERM` during a reload", load.ledger, found, None, told)


def stopped(folder: Path, requests: int) -> Outcome:
    """TERM: what has been begun is answered, then the processes end by themselves."""
    with site(folder, None, "web", "scheduler", "worker") as running:
        processes = list(running.running.values())
        with under_load(running, requests) as load:
            load.wait_until(0.5)
            started = time.monotonic()
            running.stop()
            seconds = time.monotonic() - started
        found = reckon(running.database, load.ledger)
    codes = {process.returncode for process in processes}
    if codes != {0}:
        raise RuntimeError(f"they ended with {codes}")
    told = f"all ended with 0 after {seconds:.1f} s"
    return of_load("`kill -TERM` of everything", load.ledger, found, None, told)
