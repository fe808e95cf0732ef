"""Commands that end with an error in one line instead of a traceback."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from airparadis.lib.errors import AirParadisError

P = ParamSpec("P")
R = TypeVar("R")


def plain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Print errors of the application and of its database in one line, and exit with 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AirParadisError as error:
            raise click.ClickException(str(error)) from error
        except Exception as error:
            message = _storage_message(error)
            if message is None:
                raise
            raise click.ClickException(message) from error

    return run


def _storage_message(error: Exception) -> str | None:
    """Describe an error of the database; SQLAlchemy is imported only after an error."""
    from sqlalchemy.exc import SQLAlchemyError

    from airparadis.db.faults import ADVICE, storage_fault

    if not isinstance(error, SQLAlchemyError | sqlite3.Error):
        return None
    fault = storage_fault(error)
    return None if fault is None else f"the database does not answer: {ADVICE[fault]}"
