"""Files and folders that only their owner may read."""

import os
import secrets
from pathlib import Path

from airparadis.lib.errors import ConfigError


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
