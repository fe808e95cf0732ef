"""The group of `flask` commands."""

from collections.abc import Iterator

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup

from airparadis.cli.migrations import bind_migrations


class Commands(AppGroup):
    """The application's commands, imported only when one is looked up.

    Web servers look up none and save a fifth of a second and 10 MB, most of it Alembic's.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self._app = app
        self._is_complete = False

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return the command of a name."""
        self._complete()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Context) -> list[str]:
        """List the names of all commands."""
        self._complete()
        return super().list_commands(ctx)

    def _complete(self) -> None:
        if self._is_complete:
            return
        self._is_complete = True
        for command in _commands():
            self.add_command(command)
        bind_migrations(self._app)  # adds `flask db`


def _commands() -> Iterator[Command]:
    from airparadis.cli import (
        accounts,
        api_keys,
        backups,
        doctor,
        model,
        radar,
        scheduler,
        streams,
        worker,
    )

    for module in (accounts, api_keys, backups, doctor, model, radar, scheduler, streams, worker):
        yield from module.COMMANDS
