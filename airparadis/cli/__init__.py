"""Commands: `flask ...`."""

from flask import Flask

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


def register_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    for group in (accounts, api_keys, backups, doctor, model, radar, scheduler, streams, worker):
        for command in group.COMMANDS:
            app.cli.add_command(command)
