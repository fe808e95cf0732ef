"""Base of every group of settings."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Group(BaseSettings):
    """Settings that belong together. Field `mail_server` is read from `MAIL_SERVER`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)
