"""Commands: `flask ...`."""

from flask import Flask

from airparadis.cli import accounts, model, scheduler, streams


def register_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    groups = (accounts.COMMANDS, model.COMMANDS, scheduler.COMMANDS, streams.COMMANDS)
    for command in (command for group in groups for command in group):
        app.cli.add_command(command)
