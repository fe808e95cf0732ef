"""All of our own commands."""

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

COMMANDS = tuple(
    command
    for group in (accounts, api_keys, backups, doctor, model, radar, scheduler, streams, worker)
    for command in group.COMMANDS
)
