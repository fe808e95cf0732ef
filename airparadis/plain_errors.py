"""Errors on purpose end a command in one line and a non-zero exit."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from airparadis.errors import AirParadisError

P = ParamSpec("P")
R = TypeVar("R")


def plain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Show an AirParadisError as its message, not as a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AirParadisError as error:
            raise click.ClickException(str(error)) from error

    return run
