"""Access after a restore: sessions end, and accounts and keys that come back are listed."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from airparadis.lib import sqlite_file

_OPENED = {
    "account": "SELECT email FROM account WHERE deactivated_at IS NULL",
    "key": "SELECT name FROM api_key WHERE revoked_at IS NULL",
}
"""Queries for credentials that give access; an older database may lack the tables or columns."""


def end_sessions(database: Path) -> int:
    """Delete every session of a database that nobody uses yet, and return how many there were.

    A session that was ended after the backup must not come back with it.
    """
    with suppress(sqlite3.OperationalError), sqlite_file.connect(database) as connection:
        ended = connection.execute("DELETE FROM account_session").rowcount
        connection.commit()
        return ended
    return 0


def returned(restored: Path, previous: Path | None) -> dict[str, list[str]]:
    """Return accounts and API keys that a backup opens and the database before it did not.

    Without a readable database before, everything that the restored one opens is new.
    """
    before = {kind: _names(previous, query) for kind, query in _OPENED.items()}
    return {kind: sorted(_names(restored, query) - before[kind]) for kind, query in _OPENED.items()}


def say_returned(found: dict[str, list[str]], say: Callable[[str], object]) -> None:
    """Advise an operator on what to deactivate or revoke again."""
    for kind, names in found.items():
        for name in names:
            say(f"{kind} that comes back: {name}")


def _names(database: Path | None, query: str) -> set[str]:
    if database is None:
        return set()
    with suppress(sqlite3.Error), sqlite_file.connect(database) as connection:
        return {name for (name,) in connection.execute(query)}
    return set()
