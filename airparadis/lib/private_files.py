"""Files and folders that only their owner may read."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from airparadis.lib.errors import ConfigError

OTHERS = 0o077
"""The rights of everybody but the owner."""


def keep_private() -> None:
    """Make every file of this process, and of those it starts, its owner's alone."""
    os.umask(OTHERS)


def open_to_others(folder: Path) -> list[Path]:
    """Return what others may read, write or enter: the folder and all that is in it."""
    paths = [folder, *folder.rglob("*")]
    return [path for path in paths if not path.is_symlink() and _mode(path) & OTHERS]


def close_to_others(folder: Path) -> None:
    """Take the rights of others from a folder and all that is in it; links are not followed.

    Files of another user are left: they are not ours to change, and `open_to_others` names them.
    """
    for path in open_to_others(folder):
        with suppress(OSError):
            path.chmod(_mode(path) & ~OTHERS)


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:  # it was deleted meanwhile
        return 0


def check_folder(folder: Path) -> None:
    """Create a folder if it is missing and check that files can be created in it.

    Raises:
        ConfigError: they cannot.
    """
    probe = folder / f".writable-{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds tweets, password hashes
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigError(
            f"cannot write to {folder} ({error.strerror}): make it writable or set INSTANCE_PATH"
        ) from None


def write_private(path: Path, text: str) -> None:
    """Write a file with mode 0600 from its first byte, replacing an older one."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
