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
        old = {each.pid for each in running.workers()}
        master = running.running["web"]
        started = time.monotonic()
        os.kill(master.pid, signal.SIGHUP)
        wait_for(
            lambda: (
                len(running.workers()) == 2
                and old.isdisjoint(each.pid for each in running.workers())
            ),
            "new workers",
        )
        seconds = time.monotonic() - started
        is_same = master.poll() is None
    found = reckon(running.database, load.ledger)
    if load.ledger.refused or load.ledger.unanswered or not is_same:
        raise RuntimeError(f"requests failed: {load.ledger.refused}, {load.ledger.unanswered}")
    return of_load("`kill -HUP` (new code, new settings)", load.ledger, found, seconds)


def reloaded_in_vain(folder: Path, requests: int) -> Outcome:
    """A model at fault is refused; the old workers go on."""
    with site(folder) as running, under_load(running, requests) as load:
        old = {each.pid for each in running.workers()}
        (running.instance / "models").mkdir(exist_ok=True)
        (running.instance / "models" / "served").write_text("light-2026.01.01-00000000\n")
        os.kill(running.running["web"].pid, signal.SIGHUP)
        wait_for(lambda: "not reloaded" in running.output(), "the refusal")
        if {each.pid for each in running.workers()} != old:
            raise RuntimeError("the old workers are gone")
    found = reckon(running.database, load.ledger)
    if load.ledger.refused or load.ledger.unanswered:
        raise RuntimeError(f"requests failed: {load.ledger.refused}, {load.ledger.unanswered}")
    told = "refused in one line of the log, the old code goes on"
    return of_load("`kill -HUP` with a model at fault", load.ledger, found, None, told)


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
