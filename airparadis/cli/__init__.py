"""Commands: `flask ...`."""

from flask import Flask

from airparadis.cli import accounts, model, scheduler


def register_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    for command in (*accounts.COMMANDS, *model.COMMANDS, *scheduler.COMMANDS):
        app.cli.add_command(command)
