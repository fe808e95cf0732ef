"""Failing disks under the scheduler, rotated logs, metrics of dead workers."""

import json
import re
import time
from pathlib import Path

from airparadis.lib.sqlite_file import connect
from benchmarks.faults.disks import failing_disk, fill, small_disk
from benchmarks.faults.kills import EVERYTHING, mail_settings
from benchmarks.faults.ledger import reckon
from benchmarks.faults.load import Load, under_load
from benchmarks.faults.outcome import Outcome, of_load
from benchmarks.faults.site import Site, site, wait_for
from benchmarks.faults.storage import press_until_refused
from tests.support.servers.smtp import smtp_server

START_SECONDS = 10
"""Seconds to start the scheduler, on a busy machine, with some passes that fail."""
ROTATIONS = 5
LOG = "logs/feedback.log"
MAX_DEAD_KB = 200
"""Disk space left by a dead web worker."""


def full_disk_of_scheduler(folder: Path, requests: int) -> Outcome:
    """The scheduler starts on a full disk, with an incident to report, and room is made."""
    with smtp_server() as (inbox, port), small_disk(folder) as disk:
        with site(disk, mail_settings(port)) as running:
            load = Load(running, requests)
            load.run()
            filler = disk / "filler"
            fill(filler)
            press_until_refused(running, load.ledger)
            running.start("scheduler")
            time.sleep(START_SECONDS)  # its log is on the full disk, too
            ended = running.running["scheduler"].poll() is not None
            told_early = len(inbox.messages)
            filler.unlink()
            recovery = wait_for(lambda: bool(inbox.messages), "the mail")
            time.sleep(2)
            found = reckon(running.database, load.ledger)
        mails = {message["Message-ID"] for message in inbox.messages}
    if ended or told_early or (found.incidents, len(mails)) != (1, 1):
        raise RuntimeError(
            f"ended {ended}, {told_early} early, {found.incidents} incidents, {mails}"
        )
    seen = "it goes on and tells once there is room: 1 incident, 1 mail"
    return of_load("the disk full under the scheduler", load.ledger, found, recovery, seen)


def read_only(folder: Path, requests: int) -> Outcome:
    """The kernel makes the file system read-only; it is repaired, and the processes start again."""
    with failing_disk(folder) as disk, site(disk.path, {}, *EVERYTHING) as running:
        with under_load(running, requests) as load:
            load.wait_until(0.3)
            disk.fail()
            wait_for(lambda: load.ledger.refused[503] > 0, "a refusal")
            told = running.call("/api/v1/predict", {"text": "I hate it"})
            read = running.call("/api/v1/model")[0]
        time.sleep(3)
        ended = [name for name, process in running.running.items() if process.poll() is not None]
        refused = running.command("airparadis", "prepare", PORT=str(running.port + 1))
        running.kill(*list(running.running))
        disk.repair()
        started = time.monotonic()
        prepared = running.prepare()
        running.start(*EVERYTHING)
        wait_for(running.scores, "an answer")
        recovery = time.monotonic() - started
        found = reckon(running.database, load.ledger)
        running.stop()
    lines = refused.stderr.strip().splitlines()
    if ended or told[0] != 503 or read != 200 or prepared.returncode or len(lines) != 1:
        raise RuntimeError(f"ended {ended}, {told}, read {read}, a start says {refused.stderr}")
    seen = f"“{told[1]['error']['message']}”; reading goes on; a start says “{lines[0]}”"
    return of_load("a file system made read-only", load.ledger, found, recovery, seen)


def rotated_logs(folder: Path, requests: int) -> Outcome:
    """The log is moved away again and again, as logrotate does; every vote has one line."""
    with site(folder) as running:
        log = running.instance / LOG
        with under_load(running, requests) as load:
            for number in range(1, ROTATIONS + 1):
                load.wait_until(number / (ROTATIONS + 1))
                wait_for(log.exists, "the log")
                log.rename(log.with_suffix(f".{number}"))
        found = reckon(running.database, load.ledger)
        lines = [
            json.loads(line)
            for file in log.parent.glob("feedback.*")
            for line in file.read_text().splitlines()
        ]
    told = [line["prediction_id"].replace("-", "") for line in lines]
    if sorted(told) != sorted(load.ledger.votes):
        raise RuntimeError(f"{len(told)} lines for {len(load.ledger.votes)} votes")
    seen = f"{ROTATIONS} rotations, {len(told)} votes, {len(told)} whole lines"
    return of_load("logs rotated", load.ledger, found, None, seen)


def stale_metrics(folder: Path, kills: int) -> Outcome:
    """`kill -9` of web workers again and again, then of everything: nothing is counted twice."""
    with site(folder) as running:
        for number in range(kills):
            running.call("/api/v1/predict", {"text": f"number {number} so bad"})
            _kill_workers(running)
        counted = _predictions(running)
        metrics = running.instance / "metrics"
        living = {str(worker.pid) for worker in running.workers()}
        dead = [file for file in metrics.glob("*.db") if not living & {file.stem.split("_")[-1]}]
        kilobytes = sum(file.stat().st_blocks / 2 for file in dead) / (2 * kills)
        with connect(running.database) as connection:
            [(stored,)] = connection.execute("SELECT count(*) FROM prediction")
        running.kill("web")
        started = time.monotonic()
        running.start("web")
        recovery = time.monotonic() - started
        again = _predictions(running)
    if counted != stored or again != 0 or kilobytes > MAX_DEAD_KB:
        raise RuntimeError(f"{counted} of {stored}, {again} after it, {kilobytes:.0f} kB a worker")
    seen = f"{kilobytes:.0f} kB are left of a worker; after a start of all, none"
    return Outcome("figures of the dead", seen, stored, int(stored - counted), 0, recovery)


def _kill_workers(running: Site) -> None:
    victims = running.workers()
    for victim in victims:
        victim.kill()
    wait_for(lambda: len(running.workers()) == len(victims), "new workers")
    wait_for(running.scores, "an answer")


def _predictions(running: Site) -> int:
    counts = re.findall(r"^airparadis_predictions_total\S* (\d+)", running.text("/metrics"), re.M)
    return sum(map(int, counts))
