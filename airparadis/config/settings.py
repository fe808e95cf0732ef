"""Settings: read once from the environment and `.env`, typed, documented at their definition."""

from pathlib import Path
from typing import Self

from pydantic import ValidationError

from airparadis.config.groups.access import Access
from airparadis.config.groups.alerts import Alerts
from airparadis.config.groups.files import Files
from airparadis.config.groups.learning import Learning
from airparadis.config.groups.mail import Mail
from airparadis.config.groups.radar import Radar
from airparadis.config.groups.server import Server
from airparadis.config.groups.storage import Storage
from airparadis.lib.errors import ConfigError
from airparadis.lib.project import ROOT

GROUPS = (Storage, Server, Access, Mail, Alerts, Learning, Files, Radar)
"""Order of the table of settings."""


class Config(Storage, Server, Access, Mail, Alerts, Learning, Files, Radar):
    """Every setting of the application."""

    @classmethod
    def from_env(cls, dotenv: Path | None = ROOT / ".env") -> Self:
        """Read the settings from the environment, which overrules the file `dotenv`.

        Raises:
            ConfigError: a value cannot be used; the message names its variable, not the value.
        """
        try:
            return cls(_env_file=dotenv)
        except ValidationError as error:
            fault = error.errors(include_input=False)[0]
            name = str(fault["loc"][0]).upper()
            message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
            raise ConfigError(f"{name} {message}") from None

    @property
    def is_mail_configured(self) -> bool:
        """Whether alerts can leave by mail: a server, and somebody to write to."""
        return bool(self.mail_server and self.alert_recipients)

    @property
    def is_alerting_configured(self) -> bool:
        """Whether anybody is notified of an incident: by mail, chat or webhook."""
        return self.is_mail_configured or bool(self.alert_chat_urls or self.alert_webhook_url)
