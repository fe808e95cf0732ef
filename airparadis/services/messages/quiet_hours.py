"""Quiet hours: the settings' own, or those that an administrator stored."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.db.tables import StoredSetting
from airparadis.domain.messages.quiet_hours import QuietHours, parse_hours

NAME: Final = "quiet_hours"


def current_hours(session: Session, config: Config) -> QuietHours | None:
    """Return when messages are held back; None for never."""
    stored = stored_setting(session)
    if stored is None:
        return config.quiet_hours
    if not stored.value["hours"]:
        return None
    start, end = parse_hours(stored.value["hours"])
    return QuietHours(start, end, ZoneInfo(config.timezone), stored.value["break_at"])


def stored_setting(session: Session) -> StoredSetting | None:
    """Return what an administrator stored, with who and when."""
    return session.get(StoredSetting, NAME, populate_existing=True)


def store_hours(session: Session, hours: str, break_at: int, actor: str, now: datetime) -> None:
    """Overrule the settings; empty hours turn them off. The caller commits.

    Raises:
        ValueError: they are no hours such as `22:00-07:00`.
    """
    if hours:
        parse_hours(hours)
    begin_write(session)
    value = {"hours": hours, "break_at": break_at}
    session.merge(StoredSetting(name=NAME, value=value, updated_at=now, updated_by=actor))
