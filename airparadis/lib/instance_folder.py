"""The folder that holds what an instance must not lose."""

import secrets
from pathlib import Path

from airparadis.lib.errors import ConfigError


def check_folder(folder: Path) -> None:
    """Raise ConfigError unless files can be made in the folder, itself made if missing."""
    probe = folder / f".writable-{secrets.token_hex(4)}"
    try:
        # Tweets and password hashes are nobody else's business.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigError(
            f"cannot write to {folder} ({error.strerror}): make it writable or set INSTANCE_PATH"
        ) from None
