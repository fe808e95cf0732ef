"""Checks of the settings, the secret key, the instance folder and the disk."""

import os
import shutil
import stat
from urllib.parse import urlsplit

from airparadis.cli.checks.outcome import Instance, Outcome, error, ok, warning
from airparadis.config.groups.server import LOOPBACK
from airparadis.config.groups.storage import KEY_FILE
from airparadis.lib.errors import ConfigError
from airparadis.lib.private_files import check_folder, open_to_others

MIN_KEY_LENGTH = 32
MIN_FREE_MIB = 500
"""A busy day may not fit into less."""


def check_settings(instance: Instance) -> Outcome:
    """Check for settings that can be read and still contradict one another."""
    config, url = instance.config, urlsplit(instance.config.base_url)
    if config.public_url and url.scheme == "http" and url.hostname not in LOOPBACK:
        return warning(
            f"PUBLIC_URL is {config.public_url}: passwords and cookies travel in the clear",
            "put a proxy with TLS in front and set PUBLIC_URL=https://…",
        )
    if url.scheme == "https" and not config.trusted_proxies and config.host in LOOPBACK:
        return warning(
            "PUBLIC_URL is https and no proxy is trusted: every visitor has the proxy's address",
            "set TRUSTED_PROXIES to the number of proxies in front",
        )
    return ok(f"readable; served at {config.base_url}")


def check_key(instance: Instance) -> Outcome:
    """Check that the key that signs sessions is long and private."""
    config, path = instance.config, instance.config.instance_path / KEY_FILE
    if len(config.signing_key()) < MIN_KEY_LENGTH:
        return error(
            f"it has fewer than {MIN_KEY_LENGTH} characters and can be guessed",
            "unset SECRET_KEY: a good one is made at the next start",
        )
    if not config.secret_key and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return error(f"others can read {path}", f"chmod 600 {path}")
    return ok("of the environment" if config.secret_key else f"private, in {path}")


def check_instance_folder(instance: Instance) -> Outcome:
    """Check that the instance folder is writable, and by nobody else."""
    path = instance.config.instance_path
    try:
        check_folder(path)
    except ConfigError as failure:
        return error(str(failure), f"chown {os.getuid()} {path}, or set INSTANCE_PATH")
    if exposed := open_to_others(path):
        return warning(
            f"others on this machine can read {exposed[0]}, and {len(exposed) - 1} more",
            f"chmod -R go= {path}",
        )
    return ok(f"{path} can be written")


def check_disk(instance: Instance) -> Outcome:
    """Check that the disk has room for a busy day and for one backup."""
    folder = instance.config.instance_path
    free = shutil.disk_usage(folder).free // 2**20
    database, logs = (
        sum(file.stat().st_size for file in folder.glob(pattern)) // 2**20
        for pattern in ("*.sqlite3*", "logs/*")
    )
    message = f"{free:,} MiB free, database {database:,} MiB, logs {logs:,} MiB"
    if free < MIN_FREE_MIB or free < database:
        return warning(message, "make room: rotate logs/, remove old backups and jobs/")
    return ok(message)
