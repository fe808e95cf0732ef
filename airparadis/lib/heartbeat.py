"""Signs of life of the processes that nobody calls: a file each, touched at every pass."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path


class Process(StrEnum):
    """Who gives signs of life."""

    SCHEDULER = "scheduler"
    WORKER = "worker"


def beat(instance_path: Path, process: Process) -> None:
    """Say that a process lives; a full disk is no reason to die."""
    path = _path(instance_path, process)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        return


def last_beat(instance_path: Path, process: Process) -> datetime | None:
    """When it last did, in UTC; None: never here."""
    try:
        seconds = _path(instance_path, process).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _path(instance_path: Path, process: Process) -> Path:
    return instance_path / "heartbeats" / process.value
