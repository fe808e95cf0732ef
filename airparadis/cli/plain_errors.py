"""Errors on purpose, and a database that does not answer, end a command in one line."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from airparadis.lib.errors import AirParadisError

P = ParamSpec("P")
R = TypeVar("R")


def plain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Show such an error as its message and exit with 1, not as a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AirParadisError as error:
            raise click.ClickException(str(error)) from error
        except Exception as error:
            told = _storage(error)
            if told is None:
                raise
            raise click.ClickException(told) from error

    return run


def _storage(error: Exception) -> str | None:
    """What to say of an error of the database; the library is loaded only if one has occurred."""
    from sqlalchemy.exc import SQLAlchemyError

    from airparadis.db.faults import ADVICE, storage_fault

    if not isinstance(error, SQLAlchemyError | sqlite3.Error):
        return None
    fault = storage_fault(error)
    return None if fault is None else f"the database does not answer: {ADVICE[fault]}"
