"""A check that every transaction that writes to SQLite began as a writer.

One that reads first and writes later fails at once when another process has written in between
(`db.base.begin_write`), which no test with one process would notice.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import extract_stack
from typing import Any

from sqlalchemy import Connection, Engine

from tests.support.listening import listening

_WRITE = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_READ = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)


@contextmanager
def checked_writers() -> Iterator[None]:
    """Raise AssertionError for a write in a transaction that began as a reader and has read."""
    with (
        listening(Engine, "begin", _begin),
        listening(Engine, "before_cursor_execute", _execute),
    ):
        yield


def _begin(connection: Connection) -> None:
    connection.info["has_read"] = False


def _execute(connection: Connection, _cursor: object, statement: str, *_: Any) -> None:
    if connection.dialect.name != "sqlite":
        return
    if _READ.match(statement):
        connection.info["has_read"] = True
    is_writer = connection.get_execution_options().get("sqlite_begin") == "IMMEDIATE"
    if _WRITE.match(statement) and connection.info.get("has_read") and not is_writer:
        where = _place()
        assert not where, f"{where}: {statement[:60]!r} in a transaction that began by reading"


def _place() -> str:
    """Return where the application writes; nothing if a test or a migration does.

    A service that a test calls itself may leave it to its caller to begin.
    """
    frames = [frame.filename for frame in extract_stack() if _is_ours(frame.filename)]
    *_, caller, writer = ["", "", *frames[:-2]]
    is_called_by_test = "/tests/" in caller and "/services/" in writer
    return writer if "/airparadis/" in writer and not is_called_by_test else ""


def _is_ours(path: str) -> bool:
    return any(room in path for room in ("/airparadis/", "/tests/", "/migrations/"))
