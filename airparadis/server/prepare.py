"""Preparation by `./script/serve` before it starts the servers. Idempotent.

The usual case, in which everything is in place, is detected without importing the application:
that would double the time from the command to the first answer.
"""

import secrets
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing

from airparadis.config.groups.server import LOOPBACK
from airparadis.config.groups.storage import KEY_FILE
from airparadis.config.settings import Config
from airparadis.db.revisions import latest_revision
from airparadis.lib.errors import ConfigError, DamagedError
from airparadis.lib.file_systems import network_type
from airparadis.lib.private_files import (
    check_folder,
    close_to_others,
    keep_private,
    write_private,
)
from airparadis.lib.sqlite_file import check_integrity
from airparadis.ml.artifact import read_verified

PROXY = "deploy/nginx/nginx.conf"
CHECKED_BYTES = 256 * 1024 * 1024
"""Half a second's reading."""


def prepare_instance(say: Callable[[str], object]) -> Config:
    """Check port, folder and model; make the secret key, the tables and the first account.

    Args:
        say: called with every message for the operator.

    Returns:
        The settings found.

    Raises:
        AirParadisError: it is impossible; the message says why.
    """
    keep_private()
    config = Config.from_env()
    check_port(config.host, config.port)
    check_folder(config.instance_path)
    close_to_others(config.instance_path)
    check_file_system(config)
    manifest = read_verified(config.model_store.served())
    check_telemetry(config)
    check_database(config)
    ensure_secret_key(config)
    if not is_installed(config):
        from airparadis.server.install import install

        install(config, say)
    is_local = config.host in LOOPBACK
    if not is_local:
        say(warning_of_host(config.host))
    whom = ", to this machine only" if is_local and not config.public_url else ""
    say(f"Air Paradis serves {manifest.version} at {config.base_url}{whom} (Ctrl-C stops it)")
    return config


def warning_of_host(host: str) -> str:
    """Return the warning for a host by which others reach the web server itself."""
    return (
        f"Warning: with HOST={host} others reach gunicorn itself, which a few slow clients can "
        f"stop. Put nginx in front: {PROXY} runs as it stands (docs/deploy.md)"
    )


def check_instance() -> None:
    """Raise AirParadisError unless a server could start here and now; changes nothing."""
    from airparadis.app import create_app
    from airparadis.web.runtime import runtime

    config = Config.from_env()
    check_telemetry(config)
    if not is_installed(config):
        raise ConfigError(
            "the database is not at the last migration: run `python -m airparadis prepare`"
        )
    with create_app(config).app_context():
        store = runtime().model.store
        store.load(store.served())


def check_file_system(config: Config) -> None:
    """Raise ConfigError if SQLite's file is on a network file system, where it would be damaged."""
    kind = None if config.database_url else network_type(config.instance_path)
    if kind is not None:
        raise ConfigError(
            f"{config.instance_path} is on a network file system ({kind}), where SQLite's log does "
            "not work: set INSTANCE_PATH to a local disk, or DATABASE_URL to a PostgreSQL"
        )


def check_port(host: str, port: int) -> None:
    """Raise ConfigError if something else listens there, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"cannot listen on {host}:{port} ({error.strerror}): set HOST or PORT, "
                f"for example PORT={port + 1} ./script/serve"
            ) from None


def check_database(config: Config) -> None:
    """Raise ConfigError if the default database is damaged: a server would lose what it is given.

    A file of more than `CHECKED_BYTES` is only opened; `flask doctor` reads it whole.
    """
    path = config.database_file
    if config.database_url or not path.exists() or path.stat().st_size > CHECKED_BYTES:
        return
    try:
        check_integrity(path)
    except DamagedError as error:
        raise ConfigError(
            f"the database {path} is damaged ({error}): "
            "put a backup in its place with `.venv/bin/flask restore FILE`"
        ) from None
    except sqlite3.OperationalError as error:
        raise ConfigError(f"cannot use the database {path}: {error}") from None


def check_telemetry(config: Config) -> None:
    """Raise ConfigError if traces are asked for and cannot be sent as set."""
    if config.telemetry != "off":
        from airparadis.web.telemetry.tracing import make_exporter

        make_exporter(config).shutdown()


def ensure_secret_key(config: Config) -> None:
    """Make the key that signs sessions, once, unless `SECRET_KEY` gives one."""
    path = config.instance_path / KEY_FILE
    if not config.secret_key and not path.exists():
        write_private(path, secrets.token_urlsafe(48) + "\n")


def is_installed(config: Config) -> bool:
    """Return whether the database is at the latest migration and has an account."""
    found = _ask_url(config.database_url) if config.database_url else _ask_file(config)
    return found is not None and found[0] == latest_revision() and bool(found[1])


_STATE = "SELECT (SELECT version_num FROM alembic_version), (SELECT count(*) FROM account)"


def _ask_file(config: Config) -> tuple[str, int] | None:
    """The default database, by the standard library: importing SQLAlchemy alone takes longer."""
    uri = f"{config.database_file.as_uri()}?mode=rw"  # which does not make a missing file
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            found: tuple[str, int] = connection.execute(_STATE).fetchone()
            return found
    except sqlite3.Error:
        return None


def _ask_url(url: str) -> tuple[str, int] | None:
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import SQLAlchemyError

    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            revision, accounts = connection.execute(text(_STATE)).one()
            return revision, accounts
    except SQLAlchemyError:
        return None
    finally:
        engine.dispose()
