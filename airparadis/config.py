"""Settings: read once from the environment and `.env`, typed, documented where they are declared."""

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from airparadis.classifier import BUNDLED_MODEL
from airparadis.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY_FILE = "secret_key"
LANGUAGES = ("en", "fr")


def _boolean(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "": False}
    return words[text.lower()]


def _natural(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


def _port(text: str) -> int:
    if not 1 <= (number := int(text)) <= 65535:
        raise ValueError(text)
    return number


def _count(text: str) -> int:
    if (number := int(text)) < 0:
        raise ValueError(text)
    return number


def _zone(text: str) -> str:
    return ZoneInfo(text).key


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(text)
    return text


def _addresses(text: str) -> tuple[str, ...]:
    addresses = tuple(part.strip() for part in text.split(",") if part.strip())
    if not all("@" in address for address in addresses):
        raise ValueError(text)
    return addresses


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _setting(default: object, parse: Callable[[str], Any], wants: str, doc: str) -> Any:
    """A field read from the variable of the same name in capitals."""
    return dataclasses.field(default=default, metadata={"parse": parse, "wants": wants, "doc": doc})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Every setting of the application. Field `mail_server` is read from `MAIL_SERVER`."""

    secret_key: str = _setting(
        "", str, "text", "Signs sessions and links. Made by `./script/serve` in `instance/`."
    )
    instance_path: Path = _setting(
        ROOT / "instance", _path, "a folder", "Where the database, the logs and the keys live."
    )
    database_url: str = _setting(
        "", str, "an SQLAlchemy URL", "Empty: the SQLite file `airparadis.sqlite3` in `instance/`."
    )
    model_dir: Path = _setting(
        BUNDLED_MODEL, _path, "a folder", "The model artifact to serve. Default: the bundled one."
    )
    host: str = _setting("127.0.0.1", str, "an address", "The address the web server listens on.")
    port: int = _setting(8000, _port, "a port, 1 to 65535", "The port the web server listens on.")
    workers: int = _setting(2, _natural, "a whole number from 1", "Web worker processes.")
    threads: int = _setting(4, _natural, "a whole number from 1", "Threads in each web worker.")
    public_url: str = _setting(
        "", str, "a URL", "The address users type, for links in mail. Empty: `http://HOST:PORT`."
    )
    trusted_proxies: int = _setting(
        0, _count, "a whole number from 0", "Reverse proxies in front, whose headers are believed."
    )
    timezone: str = _setting(
        "UTC",
        _zone,
        "a zone such as Europe/Paris",
        "Zone of mails, and of readers of unknown zone.",
    )
    api_key_required: bool = _setting(
        False, _boolean, "true or false", "Scoring and voting by JSON need a key as well."
    )
    rate_limit_api: str = _setting(
        "6000/minute", str, "a limit such as 60/minute", "Calls of the JSON API for one address."
    )
    rate_limit_form: str = _setting(
        "120/minute", str, "a limit such as 60/minute", "Tweets and votes by form for one address."
    )
    rate_limit_login: str = _setting(
        "10/minute", str, "a limit such as 60/minute", "Attempts to log in for one address."
    )
    mail_server: str = _setting(
        "", str, "a host name", "SMTP server. Empty: no mail is sent; alerts are logged and shown."
    )
    mail_port: int = _setting(25, _port, "a port, 1 to 65535", "SMTP port.")
    mail_use_tls: bool = _setting(False, _boolean, "true or false", "Upgrade with STARTTLS.")
    mail_use_ssl: bool = _setting(False, _boolean, "true or false", "TLS from the first byte.")
    mail_username: str = _setting("", str, "text", "SMTP account, if the server wants one.")
    mail_password: str = _setting("", str, "text", "Its password.")
    mail_default_sender: str = _setting(
        "airparadis@localhost", str, "an address", "The sender of every mail."
    )
    mail_language: str = _setting("en", _language, "en or fr", "Language of the mails.")
    mail_timeout_seconds: int = _setting(
        10, _natural, "a whole number from 1", "After how long a silent SMTP server is given up."
    )
    alert_recipients: tuple[str, ...] = _setting(
        (), _addresses, "addresses, comma-separated", "Who gets the alert mails."
    )
    alert_threshold: int = _setting(
        3, _natural, "a whole number from 1", "Distinct wrong predictions that raise an incident."
    )
    alert_window_minutes: int = _setting(
        5, _natural, "a whole number from 1", "The sliding window they must fall in."
    )
    monitor_interval_seconds: int = _setting(
        5, _natural, "a whole number from 1", "How often the scheduler checks the error window."
    )
    admin_email: str = _setting(
        "admin@localhost",
        str,
        "an address",
        "The first administrator, made if there is no account.",
    )
    admin_password: str = _setting(
        "", str, "12 characters or more", "Their password. Empty: a one-time password is made."
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the settings; without `environ`, from `.env` overruled by the process environment.

        Raises:
            ConfigError: a value cannot be read; the message names its variable.
        """
        if environ is None:
            dotenv = dotenv_values(ROOT / ".env")
            environ = {name: value for name, value in dotenv.items() if value is not None}
            environ |= os.environ
        values = {
            field.name: _read(field, environ[field.name.upper()].strip())
            for field in dataclasses.fields(cls)
            if environ.get(field.name.upper(), "").strip()
        }
        return cls(**values)

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database in use."""
        return self.database_url or f"sqlite:///{self.instance_path / 'airparadis.sqlite3'}"

    @property
    def base_url(self) -> str:
        """Address of the application as its users reach it, without a final slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"

    @property
    def alert_window(self) -> timedelta:
        """Length of the sliding window of the alert rule."""
        return timedelta(minutes=self.alert_window_minutes)

    @property
    def is_mail_configured(self) -> bool:
        """Whether alerts can leave by mail: a server and somebody to write to."""
        return bool(self.mail_server and self.alert_recipients)

    def signing_key(self) -> str:
        """`SECRET_KEY`, or the key that `python -m airparadis prepare` made in the instance folder.

        Raises:
            ConfigError: there is neither.
        """
        if self.secret_key:
            return self.secret_key
        path = self.instance_path / SECRET_KEY_FILE
        try:
            return path.read_text().strip()
        except OSError:
            raise ConfigError(
                f"SECRET_KEY is not set and {path} cannot be read: "
                "run `python -m airparadis prepare` once"
            ) from None


def _read(field: dataclasses.Field[Any], text: str) -> object:
    try:
        value: object = field.metadata["parse"](text)
    except (KeyError, ValueError, ZoneInfoNotFoundError):
        wants = field.metadata["wants"]
        raise ConfigError(f"{field.name.upper()} must be {wants}, not {text!r}") from None
    return value
