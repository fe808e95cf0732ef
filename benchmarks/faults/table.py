"""Every fault, at the size of a benchmark and at that of a test."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.faults import (
    background,
    clients,
    kills,
    machines,
    models,
    outside,
    reloads,
    storage,
)
from benchmarks.faults.outcome import Outcome


class Fault(NamedTuple):
    """A fault and the requests in whose middle it is made."""

    make: Callable[[Path, int], Outcome]
    full: int
    small: int
    """0: not in the suite."""


FAULTS: dict[str, Fault] = {
    "worker": Fault(kills.killed_worker, 2_000, 120),
    "scheduler": Fault(kills.killed_scheduler, 2_000, 0),
    "everything": Fault(kills.killed_everything, 2_000, 120),
    "master": Fault(kills.killed_master, 2_000, 0),
    "stop": Fault(reloads.stopped, 2_000, 0),
    "reload": Fault(reloads.reloaded, 2_000, 0),
    "reload refused": Fault(reloads.refused, 500, 0),
    "reload stopped": Fault(reloads.stopped_while_reloading, 500, 0),
    "full disk": Fault(storage.full_disk, 2_000, 60),
    "file size": Fault(storage.files_may_not_grow, 2_000, 120),
    "reader": Fault(storage.long_reader, 2_000, 0),
    "writer": Fault(storage.long_writer, 2_000, 0),
    "damage": Fault(storage.damaged_file, 500, 40),
    "migration": Fault(storage.interrupted_migration, 10, 2),
    "postgresql": Fault(machines.database_away, 2_000, 0),
    "clocks": Fault(machines.clocks_apart, 500, 0),
    "full disk scheduler": Fault(background.full_disk_of_scheduler, 200, 40),
    "read-only": Fault(background.read_only, 1_000, 0),
    "log rotation": Fault(background.rotated_logs, 2_000, 120),
    "stale metrics": Fault(background.stale_metrics, 10, 0),
    "model": Fault(models.model_at_fault, 0, 1),
    "slow clients": Fault(clients.slow_clients, 2_000, 0),
    "late client": Fault(clients.late_client, 0, 0),
    "bodies": Fault(clients.hostile_bodies, 0, 1),
} | {
    f"{way} {manner}": Fault(partial(make, name=manner), 0, 0)
    for way, make, manners in (
        ("mail", outside.ill_mannered_mail, outside.MANNERS),
        ("webhook", outside.ill_mannered_webhook, outside.OF_WEB),
    )
    for manner in manners
}
