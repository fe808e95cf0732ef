"""Settings, the key, the folder, the disk."""

import os
import shutil
import stat
from urllib.parse import urlsplit

from airparadis.cli.checks.finding import Finding, error, ok, warning
from airparadis.config.settings import KEY_FILE, Config
from airparadis.lib.errors import ConfigError
from airparadis.lib.private_files import check_folder as probe_folder

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
KEY_LENGTH = 32
FREE_MIB = 500
"""Under this a busy day may not fit."""


def check_settings(config: Config) -> Finding:
    """What can be read and still makes no sense."""
    name, url = "settings", urlsplit(config.base_url)
    if config.public_url and url.scheme == "http" and url.hostname not in LOOPBACK:
        return warning(
            name,
            f"PUBLIC_URL is {config.public_url}: passwords and cookies travel in the clear",
            "put a proxy with TLS in front and set PUBLIC_URL=https://…",
        )
    if url.scheme == "https" and not config.trusted_proxies and config.host in LOOPBACK:
        return warning(
            name,
            "PUBLIC_URL is https and no proxy is trusted: every visitor has the proxy's address",
            "set TRUSTED_PROXIES to the number of proxies in front",
        )
    return ok(name, f"readable; served at {config.base_url}")


def check_key(config: Config) -> Finding:
    """The key that signs sessions is long and private."""
    name, path = "secret key", config.instance_path / KEY_FILE
    if len(config.signing_key()) < KEY_LENGTH:
        return error(
            name,
            f"it has fewer than {KEY_LENGTH} characters and can be guessed",
            "unset SECRET_KEY: a good one is made at the next start",
        )
    if not config.secret_key and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return error(name, f"others can read {path}", f"chmod 600 {path}")
    return ok(name, "of the environment" if config.secret_key else f"private, in {path}")


def check_folder(config: Config) -> Finding:
    """The folder can be written, and by nobody else."""
    name, path = "folder", config.instance_path
    try:
        probe_folder(path)
    except ConfigError as failure:
        return error(name, str(failure), f"chown {os.getuid()} {path}, or set INSTANCE_PATH")
    if stat.S_IMODE(path.stat().st_mode) & 0o007:
        return warning(name, f"everybody on this machine can enter {path}", f"chmod 700 {path}")
    return ok(name, f"{path} can be written")


def check_disk(config: Config) -> Finding:
    """There is room for what is to come, and for one backup."""
    name, free = "disk", shutil.disk_usage(config.instance_path).free // 2**20
    size = sum(each.stat().st_size for each in config.instance_path.glob("*.sqlite3*")) // 2**20
    logs = sum(each.stat().st_size for each in config.instance_path.glob("logs/*")) // 2**20
    told = f"{free:,} MiB free, database {size:,} MiB, logs {logs:,} MiB"
    if free < FREE_MIB or free < size:
        return warning(name, told, "make room: rotate logs/, remove old backups and jobs/")
    return ok(name, told)
