"""What `./script/serve` does before it starts the servers. Doing it again changes nothing."""

import secrets
import socket
from collections.abc import Callable
from pathlib import Path

from flask_migrate import upgrade

from airparadis.app import create_app
from airparadis.config import KEY_FILE, Config
from airparadis.errors import ConfigError
from airparadis.extensions import db
from airparadis.initial_admin import PASSWORD_FILE, ensure_admin
from airparadis.private_file import write_private
from airparadis.runtime import runtime, utc_now


def prepare_instance(say: Callable[[str], object]) -> Config:
    """Check the port and the folder, make the secret key, migrate, make the first account.

    Args:
        say: told each thing that the operator should know.

    Returns:
        The settings found.

    Raises:
        AirParadisError: something stands in the way; the message says what.
    """
    config = Config.from_env()
    check_port(config.host, config.port)
    check_folder(config.instance_path)
    ensure_secret_key(config)
    app = create_app(config)
    with app.app_context():
        version = runtime().model.classifier.manifest.version
        upgrade()
        password = ensure_admin(db.session(), config, utc_now())
        db.session.commit()
    if password:
        say(f"First administrator: {config.admin_email}, one-time password {password}")
        say(f"  (also in {config.instance_path / PASSWORD_FILE}, until it is changed)")
    say(f"Air Paradis serves {version} at {config.base_url} (Ctrl-C stops it)")
    return config


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


def check_folder(folder: Path) -> None:
    """Raise ConfigError unless files can be made in the folder, itself made if missing."""
    probe = folder / f".writable-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigError(
            f"cannot write to {folder} ({error.strerror}): make it writable or set INSTANCE_PATH"
        ) from None


def ensure_secret_key(config: Config) -> None:
    """Make the key that signs sessions, once, unless `SECRET_KEY` gives one."""
    path = config.instance_path / KEY_FILE
    if not config.secret_key and not path.exists():
        write_private(path, secrets.token_urlsafe(48) + "\n")
