"""Commands: `flask ...`."""

from flask import Flask

from airparadis.cli import accounts, model, radar, scheduler, streams


def register_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    for group in (accounts, model, radar, scheduler, streams):
        for command in group.COMMANDS:
            app.cli.add_command(command)
