"""The group of `flask` commands, imported when one is looked for."""

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup

from airparadis.cli.migrations import bind_migrations


class Commands(AppGroup):
    """The application's commands, imported when one is looked for.

    Web servers look for none, and are spared a fifth of a second and 10 MB: Alembic above all.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self._app = app
        self._is_complete = False

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of that name."""
        self._complete()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Context) -> list[str]:
        """The names of all."""
        self._complete()
        return super().list_commands(ctx)

    def _complete(self) -> None:
        if self._is_complete:
            return
        self._is_complete = True
        from airparadis.cli.all import COMMANDS

        for command in COMMANDS:
            self.add_command(command)
        bind_migrations(self._app)  # whose own commands are below `flask db`
