"""The disk full, the database held, damaged, or half migrated."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from airparadis.db.revisions import latest_revision
from airparadis.lib.project import ROOT
from airparadis.lib.sqlite_file import check_integrity, connect, copy, revision
from benchmarks.faults.disks import fill, small_disk
from benchmarks.faults.ledger import Ledger, reckon
from benchmarks.faults.load import Load, under_load
from benchmarks.faults.outcome import Outcome, of_load
from benchmarks.faults.site import Site, prepared_site, site, wait_for

BATCH = 100
Fault = Callable[[Site], None]


def full_disk(folder: Path, requests: int) -> Outcome:
    """A file system of its own that is filled to the last byte, then emptied."""
    with small_disk(folder) as disk, site(disk) as running:
        filler = disk / "filler"
        return _stored_nothing(
            "the disk full",
            running,
            requests,
            lambda _site: fill(filler),
            lambda _site: filler.unlink(),
        )


def files_may_not_grow(folder: Path, requests: int) -> Outcome:
    """The same for the server alone, by its limit on the size of files."""
    limit = psutil.RLIMIT_FSIZE

    def set_limit(running: Site, size: int) -> None:
        for process in running.workers():
            process.rlimit(limit, (size, psutil.RLIM_INFINITY))

    with site(folder) as running:
        return _stored_nothing(
            "files that may not grow",
            running,
            requests,
            lambda site: set_limit(site, 4096),
            lambda site: set_limit(site, psutil.RLIM_INFINITY),
        )


def _stored_nothing(name: str, running: Site, requests: int, begin: Fault, end: Fault) -> Outcome:
    before = {worker.pid for worker in running.workers()}
    with under_load(running, requests) as load:
        load.wait_until(0.3)
        begin(running)
        press_until_refused(running, load.ledger)
        told = running.call("/api/v1/predict", {"text": "I hate it"})
        page = running.call("/readyz")[0]
        end(running)
        recovery = wait_for(running.scores, "an answer")
    found = reckon(running.database, load.ledger)
    died = before - {worker.pid for worker in running.workers()}
    if died or told[0] != 503 or told[1]["error"]["code"] != "unavailable":
        raise RuntimeError(f"{name}: workers {died} died, answered {told}, /readyz {page}")
    return of_load(name, load.ledger, found, recovery, f"“{told[1]['error']['message']}”")


def press_until_refused(running: Site, ledger: Ledger) -> None:
    """Post predictions until the database refuses one: free pages inside the file go first."""
    for number in range(500):
        texts = [f"press {number}.{place} so bad " + "x" * 300 for place in range(BATCH)]
        status, answer = running.call("/api/v1/predict", {"texts": texts})
        if status == 503:
            return
        if status != 200:
            raise RuntimeError(f"answered {status}: {answer}")
        for text, made in zip(texts, answer["predictions"], strict=True):
            ledger.note_prediction(made["id"], text)
    raise RuntimeError("it was never full")


def long_reader(folder: Path, requests: int) -> Outcome:
    """A reader that holds one state of the database all the time."""
    with site(folder) as running:
        with connect(running.database) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM prediction").fetchone()
            with under_load(running, requests) as load:
                pass
            reader.execute("ROLLBACK")
        found = reckon(running.database, load.ledger)
    if load.ledger.refused or load.ledger.unanswered:
        raise RuntimeError(f"a reader held up writers: {load.ledger.refused}")
    return of_load("a reader that does not end", load.ledger, found, None)


def long_writer(folder: Path, requests: int) -> Outcome:
    """A writer that holds the database for longer than anybody waits."""
    with site(folder) as running, under_load(running, requests) as load:
        load.wait_until(0.3)
        with connect(running.database) as writer:
            writer.execute("BEGIN IMMEDIATE")
            wait_for(lambda: load.ledger.refused[503] > 0, "a refusal")
            is_read = running.call("/api/v1/model")[0] == 200
            writer.execute("ROLLBACK")
        recovery = wait_for(running.scores, "an answer")
    found = reckon(running.database, load.ledger)
    if set(load.ledger.refused) != {503} or not is_read:
        raise RuntimeError(f"{load.ledger.refused}, read {is_read}")
    return of_load("a writer that does not end", load.ledger, found, recovery)


def damaged_file(folder: Path, requests: int) -> Outcome:
    """The file overwritten under the running application; then the backup of a moment before."""
    with site(folder) as running:
        load = Load(running, requests)
        load.run()
        backup = folder / "backup.sqlite3"
        made = running.command("flask", "backup", str(backup))
        _overwrite(running.database)
        seen = _statuses(running, 40)
        running.stop()
        started = time.monotonic()
        refused = running.prepare()
        restored = running.command("flask", "restore", str(backup))
        again = running.prepare()
        running.start("web")
        wait_for(running.scores, "an answer")
        recovery = time.monotonic() - started
        found = reckon(running.database, load.ledger)
    lines = refused.stderr.strip().splitlines()
    if seen - {200, 503} or 503 not in seen or len(lines) != 1 or "flask restore" not in lines[0]:
        raise RuntimeError(f"answers {seen}, start said {refused.stderr}")
    if made.returncode or restored.returncode or again.returncode or not refused.returncode:
        raise RuntimeError(made.stderr + restored.stderr + again.stderr)
    told = "503; the start refuses the file and names the command; from the backup:"
    return of_load("the database file overwritten", load.ledger, found, recovery, told)


def _overwrite(database: Path) -> None:
    with connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with database.open("r+b") as file:
        file.write(b"\xa5" * database.stat().st_size)


def _statuses(running: Site, count: int) -> set[int]:
    """Answers to writing and reading."""
    seen = set()
    for number in range(count):
        seen.add(running.call("/api/v1/predict", {"text": f"number {number} so bad"})[0])
        seen.add(running.call("/readyz")[0])
    return seen


VOTED = """
INSERT INTO feedback (prediction_id, voter, is_correct, comment, created_at, voted_at, updated_at)
SELECT id, 'api', 0, printf('%.200c', 'x'), created_at, created_at, created_at FROM prediction
"""


def interrupted_migration(folder: Path, kills: int) -> Outcome:
    """`kill -9` at ever later moments of an upgrade from the first revision to the last."""
    running = prepared_site(folder)
    _seed_first_revision(running)
    whole, started = folder / "whole.sqlite3", time.monotonic()
    copy(running.database, whole)
    upgraded = running.command("flask", "db", "upgrade")
    seconds = time.monotonic() - started
    if upgraded.returncode:
        raise RuntimeError(upgraded.stderr)
    seen = []
    for number in range(kills):
        _put(whole, running.database)
        _kill_upgrade(running, seconds * (0.3 + 0.7 * number / kills))
        check_integrity(running.database, thorough=True)
        seen.append(revision(running.database))
    started = time.monotonic()
    finished = running.command("flask", "db", "upgrade")
    recovery = time.monotonic() - started
    checked = running.command("flask", "db", "check")
    kept = _count(running.database)
    if finished.returncode or checked.returncode or set(seen) - {"0001", latest_revision()}:
        raise RuntimeError(f"{seen}: {finished.stderr}{checked.stderr}")
    told = f"{seen.count('0001')} of {kills} times as before, else as after"
    return Outcome("a migration interrupted", told, 2 * SEEDED, 2 * SEEDED - kept, 0, recovery)


SEEDED = 10_000


def _seed_first_revision(running: Site) -> None:
    for path in running.instance.glob("airparadis.sqlite3*"):
        path.unlink()
    first = running.command("flask", "db", "upgrade", "0001")
    if first.returncode:
        raise RuntimeError(first.stderr)
    with connect(running.database) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO prediction (public_id, text, label, probability_positive, uncertain,"
            " model_version, source, latency_ms, created_at) VALUES (printf('%032x', ?), 'so bad',"
            " 'negative', 0.1, 0, 'fake', 'api', 1.0, '2026-06-01 12:00:00.000000')",
            [(number,) for number in range(SEEDED)],
        )
        connection.execute(VOTED)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put(source: Path, target: Path) -> None:
    for path in target.parent.glob(f"{target.name}*"):
        path.unlink()
    copy(source, target)


def _kill_upgrade(running: Site, seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "db", "upgrade"],
        cwd=ROOT,
        env=running.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    process.wait()
    timer.cancel()


def _count(database: Path) -> int:
    with connect(database) as connection:
        [(predictions,)] = connection.execute("SELECT count(*) FROM prediction")
        [(votes,)] = connection.execute("SELECT count(*) FROM feedback")
    return int(predictions) + int(votes)
