"""Backups of a database in use, and restores that can be undone."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from flask_migrate import upgrade

from airparadis.app import create_app
from airparadis.cli.backup_files import back_up, examine, restore
from airparadis.cli.restored_access import returned, say_returned
from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import BackupError, InUseError
from airparadis.lib.instance_lock import exclusive_lock
from airparadis.lib.sqlite_file import check_integrity, connect
from airparadis.notify.event_log import close_logging
from airparadis.web.extensions import db
from tests.support.databases import is_postgresql
from tests.support.fakes import FakeClassifier

INSERT = """
INSERT INTO prediction (public_id, text, label, probability_positive, uncertain, model_version,
                        source, latency_ms, created_at)
VALUES (?, 'so bad', 'negative', 0.1, 0, 'fake', 'api', 1.0, '2026-06-01 12:00:00.000000')
"""


@pytest.fixture
def installed(tmp_path: Path) -> Config:
    """Make an instance with its tables."""
    config = Config(secret_key="for tests only", instance_path=tmp_path / "instance")
    config.instance_path.mkdir()
    app = create_app(config, FakeClassifier())
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    close_logging()
    return config


def write(config: Config, *numbers: int) -> None:
    with connect(config.database_file) as connection:
        connection.executemany(INSERT, [(f"{number:032x}",) for number in numbers])


def stored(path: Path) -> set[int]:
    with connect(path) as connection:
        return {
            int(number, 16) for (number,) in connection.execute("SELECT public_id FROM prediction")
        }


def test_a_backup_under_write_load_holds_what_was_committed_before_it(
    installed: Config, tmp_path: Path
) -> None:
    committed: list[int] = []
    is_over = threading.Event()

    def keep_writing() -> None:
        with connect(installed.database_file) as connection:
            connection.execute("PRAGMA synchronous = NORMAL")
            while not is_over.is_set():
                connection.execute(INSERT, (f"{len(committed):032x}",))
                committed.append(len(committed))

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        backups = []
        for number in range(3):
            before = len(committed)
            backup = back_up(installed, tmp_path / f"{number}.sqlite3")
            backups.append((before, backup))
    finally:
        is_over.set()
        writer.join()
    for before, backup in backups:
        assert stored(backup.path) >= set(range(before))
        assert backup.path.stat().st_mode & 0o777 == 0o600
        assert not list(tmp_path.glob("*-wal")), "a backup is one file"
    assert backups[-1][0] > 0, "nothing was written meanwhile, so nothing is tested"
    assert stored(installed.database_file) == set(committed)


def test_a_restore_brings_the_backup_back_and_keeps_the_previous_database(
    installed: Config, tmp_path: Path
) -> None:
    write(installed, 1, 2)
    back_up(installed, tmp_path / "backup")
    write(installed, 3)
    restored, previous = restore(installed, tmp_path / "backup", utc_now())
    assert stored(installed.database_file) == {1, 2}
    assert restored.rows == {"prediction": 2, "feedback": 0, "incident": 0}
    assert not restored.is_older
    assert previous is not None
    assert stored(previous) == {1, 2, 3}
    restore(installed, previous, utc_now())
    assert stored(installed.database_file) == {1, 2, 3}


def test_a_damaged_database_is_moved_aside_with_its_journal(
    installed: Config, tmp_path: Path
) -> None:
    write(installed, 1)
    back_up(installed, tmp_path / "backup")
    file = installed.database_file
    file.write_bytes(b"not a database" * 1000)
    wal = file.with_name(f"{file.name}-wal")
    wal.write_bytes(b"stale")
    _, previous = restore(installed, tmp_path / "backup", utc_now())
    assert stored(file) == {1}
    assert previous is not None
    assert previous.read_bytes().startswith(b"not a database")
    assert previous.with_name(f"{previous.name}-wal").read_bytes() == b"stale"


def test_nothing_is_restored_while_a_process_uses_the_instance(
    installed: Config, tmp_path: Path
) -> None:
    write(installed, 1)
    back_up(installed, tmp_path / "backup")
    write(installed, 2)
    with exclusive_lock(installed.instance_path), pytest.raises(InUseError, match="stop server"):
        restore(installed, tmp_path / "backup", utc_now())
    assert stored(installed.database_file) == {1, 2}


def test_a_backup_of_newer_code_damaged_or_foreign_is_refused(
    installed: Config, tmp_path: Path
) -> None:
    newer = back_up(installed, tmp_path / "newer").path
    with connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupError, match=r"newer code \(revision 9999\)"):
        restore(installed, newer, utc_now())
    cut = back_up(installed, tmp_path / "cut").path
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    with pytest.raises(BackupError, match="not a sound database"):
        restore(installed, cut, utc_now())
    foreign = tmp_path / "foreign"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE other (id)")
    with pytest.raises(BackupError, match="not a database of this application"):
        restore(installed, foreign, utc_now())
    with pytest.raises(BackupError, match="no file"):
        restore(installed, tmp_path / "missing", utc_now())
    with pytest.raises(BackupError, match="in use"):
        restore(installed, installed.database_file, utc_now())
    check_integrity(installed.database_file, thorough=True)


def test_an_older_backup_is_recognised(installed: Config, tmp_path: Path) -> None:
    older = back_up(installed, tmp_path / "older").path
    with connect(older) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert examine(older).is_older


def test_a_backup_replaces_no_file_and_leaves_none_when_it_fails(
    installed: Config, tmp_path: Path
) -> None:
    (tmp_path / "there").touch()
    with pytest.raises(BackupError, match="exists"):
        back_up(installed, tmp_path / "there")
    with pytest.raises(BackupError, match="cannot write"):
        back_up(installed, tmp_path / "no such folder" / "backup")
    installed.database_file.write_bytes(b"x" * 5000)
    with pytest.raises(BackupError, match="cannot write"):
        back_up(installed, tmp_path / "backup")
    assert {path.name for path in tmp_path.iterdir()} == {"instance", "there"}


def test_other_databases_are_left_to_their_own_tools(installed: Config, tmp_path: Path) -> None:
    elsewhere = installed.model_copy(update={"database_url": "postgresql://somewhere/db"})
    with pytest.raises(BackupError, match="pg_dump"):
        back_up(elsewhere, tmp_path / "backup")


def test_the_command_reports_an_error_in_one_line(
    runner: FlaskCliRunner, database: dict[str, str], tmp_path: Path
) -> None:
    message = "pg_dump" if is_postgresql(database) else f"there is no file {tmp_path / 'missing'}"
    refused = runner.invoke(args=["restore", str(tmp_path / "missing")])
    assert refused.exit_code == 1
    assert message in refused.output
    assert len(refused.output.splitlines()) == 1


def test_a_restore_ends_sessions_and_lists_what_opens_again(
    installed: Config, tmp_path: Path
) -> None:
    """A key that was revoked after the backup, an account that was closed, a session ended."""
    with connect(installed.database_file) as connection:
        connection.execute(
            "INSERT INTO account (id, email, password_hash, role, must_change_password, created_at)"
            " VALUES (7, 'eve@example.org', 'x', 'analyst', 0, '2026-06-01 12:00:00')"
        )
        connection.execute(
            "INSERT INTO account_session (account_id, key_hash, created_at, last_seen_at, address,"
            " device) VALUES (7, 'k', '2026-06-01 12:00:00', '2026-06-01 12:00:00', '', '')"
        )
        connection.executemany(
            "INSERT INTO api_key (name, key_hash, scopes, created_at, created_by)"
            " VALUES (?, ?, '[]', '2026-06-01 12:00:00', 'ann')",
            [("stolen", "s"), ("kept", "k")],
        )
    backup = tmp_path / "backup.sqlite3"
    back_up(installed, backup)
    with connect(installed.database_file) as connection:
        connection.execute("UPDATE account SET deactivated_at = '2026-06-02 12:00:00'")
        connection.execute("UPDATE api_key SET revoked_at = created_at WHERE name = 'stolen'")
    restored, previous = restore(installed, backup, utc_now())
    with connect(restored.path) as connection:
        assert connection.execute("SELECT count(*) FROM account_session").fetchone() == (0,)
    assert returned(restored.path, previous) == {"account": ["eve@example.org"], "key": ["stolen"]}
    assert returned(restored.path, None)["key"] == ["kept", "stolen"]
    said: list[object] = []
    say_returned(returned(restored.path, previous), said.append)
    assert said == ["account that comes back: eve@example.org", "key that comes back: stolen"]
