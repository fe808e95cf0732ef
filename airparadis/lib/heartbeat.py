"""Heartbeats of the background processes: one file for each, touched at every pass."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path


class Process(StrEnum):
    """A process that sends heartbeats."""

    SCHEDULER = "scheduler"
    WORKER = "worker"


def beat(instance_path: Path, process: Process) -> None:
    """Record that a process is alive; a full disk must not stop it."""
    path = _path(instance_path, process)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        return


def last_beat(instance_path: Path, process: Process) -> datetime | None:
    """Return the time (UTC) of a process's last heartbeat, or None if there is none."""
    try:
        seconds = _path(instance_path, process).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _path(instance_path: Path, process: Process) -> Path:
    return instance_path / "heartbeats" / process.value
