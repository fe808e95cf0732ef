"""A lock on an instance: shared by its processes, exclusive while a backup is restored.

It is a file lock of the operating system, so it ends with its process, even when that is killed.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from airparadis.lib.errors import InUseError

LOCK_FILE = ".in-use"

_held: list[IO[bytes]] = []


def use(instance_path: Path) -> None:
    """Share the lock until this process and its children have ended.

    Raises:
        InUseError: a backup is being restored.
    """
    file = (instance_path / LOCK_FILE).open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise InUseError(f"a backup is being restored into {instance_path}: wait for it") from None
    _held.append(file)


@contextmanager
def exclusive_lock(instance_path: Path) -> Iterator[None]:
    """Hold the lock exclusively.

    Raises:
        InUseError: a server, the scheduler or the worker is running.
    """
    with (instance_path / LOCK_FILE).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InUseError(
                f"processes use {instance_path}: stop server, scheduler and worker first"
            ) from None
        yield
