"""The first administrator, made when there is no account at all."""

import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import FIRST_ROLE
from airparadis.lib.private_files import write_private
from airparadis.services.accounts import accounts

PASSWORD_FILE = "initial-admin-password"  # noqa: S105 (a file name)


def ensure_admin(session: Session, config: Config, now: datetime) -> str | None:
    """Make the first administrator unless there is an account.

    Returns:
        The one-time password if one was made; it is in `instance/initial-admin-password` too,
        until it is changed at the first login.

    Raises:
        AccountError: `ADMIN_EMAIL` or `ADMIN_PASSWORD` cannot be used.
    """
    if accounts.has_accounts(session):
        return None
    one_time = None if config.admin_password else secrets.token_urlsafe(12)
    accounts.create_user(
        session,
        config.admin_email,
        one_time or config.admin_password,
        FIRST_ROLE,
        now,
        must_change_password=one_time is not None,
    )
    if one_time:
        write_private(_path(config), f"{config.admin_email}\n{one_time}\n")
    return one_time


def forget_one_time_password(config: Config) -> None:
    """Remove the file: the password in it no longer opens anything."""
    _path(config).unlink(missing_ok=True)


def _path(config: Config) -> Path:
    return config.instance_path / PASSWORD_FILE
