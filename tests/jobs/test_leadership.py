"""One scheduler of several works; when it dies, another takes over. Real processes."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from airparadis.config.settings import Config
from airparadis.jobs.leadership import (
    SCHEDULER_LOCK,
    AdvisoryLeadership,
    FileLeadership,
    leadership_of,
)
from airparadis.lib.project import ROOT
from tests.server.test_serve import wait_for
from tests.support.instances import environment, install

LEADS = "this scheduler leads"
HOLDER = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from airparadis.jobs.leadership import leadership_of\n"
    "lock = leadership_of(sys.argv[1], Path(sys.argv[2]))\n"
    "while not lock.holds(): time.sleep(0.2)\n"
    "Path(sys.argv[2], sys.argv[3]).touch()\n"
    "time.sleep(600)\n"
)


@pytest.fixture
def holders(config: Config) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two processes that want the same lock; each says in a file that it has it."""
    command = [sys.executable, "-c", HOLDER, config.database, str(config.instance_path)]
    running = [subprocess.Popen([*command, name], cwd=ROOT) for name in ("first", "second")]
    yield running
    for process in running:
        process.kill()
        process.wait()


def test_when_the_holder_is_killed_another_process_takes_over(
    holders: list[subprocess.Popen[bytes]], config: Config
) -> None:
    folder = config.instance_path

    def leaders() -> set[str]:
        return {name for name in ("first", "second") if (folder / name).exists()}

    wait_for(lambda: bool(leaders()), "a leader")
    [leader] = leaders()
    assert not leadership_of(config.database, folder).holds()
    holders[leader == "second"].send_signal(signal.SIGKILL)
    wait_for(lambda: len(leaders()) == 2, "the other one")


def test_a_lock_that_was_given_up_can_be_had_again(config: Config) -> None:
    first, second = (leadership_of(config.database, config.instance_path) for _ in range(2))
    assert first.holds()
    assert first.holds()
    assert not second.holds()
    first.give_up()
    assert second.holds()
    second.give_up()
    assert isinstance(first, AdvisoryLeadership | FileLeadership)


def test_a_connection_that_breaks_has_lost_the_lock(config: Config) -> None:
    if not config.database.startswith("postgresql"):
        pytest.skip("a file's lock is lost only with its process")
    lock = leadership_of(config.database, config.instance_path)
    assert lock.holds()
    engine = create_engine(config.database, isolation_level="AUTOCOMMIT")
    holder = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = :low"
    with engine.connect() as connection:
        low = SCHEDULER_LOCK & 0xFFFFFFFF
        connection.execute(text(f"SELECT pg_terminate_backend(({holder}))"), {"low": low})
    engine.dispose()
    assert not lock.holds()  # told once, so that a pass is left out
    assert lock.holds()
    lock.give_up()


def test_of_two_schedulers_one_passes(
    tmp_path: Path, config: Config, database: dict[str, str]
) -> None:
    environ = environment(tmp_path, {"MONITOR_INTERVAL_SECONDS": "1"} | database)
    install(environ)
    logs = [tmp_path / name for name in ("first.log", "second.log")]
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "scheduler"]
    running = []
    for log in logs:
        with log.open("wb") as file:
            running.append(
                subprocess.Popen(command, cwd=ROOT, env=environ, stdout=file, stderr=file)
            )
    try:
        wait_for(lambda: any(LEADS in log.read_text() for log in logs), "a leader")
        [leader] = [place for place, log in enumerate(logs) if LEADS in log.read_text()]
        running[leader].kill()
        wait_for(lambda: all(LEADS in log.read_text() for log in logs), "the other one")
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=60)
