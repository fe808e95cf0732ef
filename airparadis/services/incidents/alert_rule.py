"""The policy of incidents: the settings' own, or one that an administrator stored."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import StoredSetting
from airparadis.domain.incidents.incident import AlertPolicy
from airparadis.domain.incidents.rule_backtest import replay
from airparadis.domain.incidents.window import WindowRule
from airparadis.services.incidents.reports import wrong_reports

NAME = "alert_rule"
PREVIEW = timedelta(days=30)
_MINUTE = timedelta(minutes=1)


def current_policy(session: Session, default: AlertPolicy) -> AlertPolicy:
    """The stored policy; what it leaves out, or all of it, is the settings' own."""
    stored = stored_setting(session)
    return default if stored is None else _read(_written(default) | stored.value)


def stored_setting(session: Session) -> StoredSetting | None:
    """Return the stored rule, with its author and time."""
    return session.get(StoredSetting, NAME, populate_existing=True)


def store_policy(session: Session, policy: AlertPolicy, actor: str, now: datetime) -> None:
    """Overrule the settings, from the scheduler's next pass on."""
    begin_write(session)
    value = _written(policy)
    session.merge(StoredSetting(name=NAME, value=value, updated_at=now, updated_by=actor))


def reset_policy(session: Session) -> None:
    """Let the settings' own policy hold again."""
    begin_write(session)
    stored = session.get(StoredSetting, NAME)
    if stored is not None:
        session.delete(stored)


def preview(session: Session, policy: AlertPolicy, now: datetime) -> list[datetime]:
    """Return when a policy would have opened incidents in the last 30 days, oldest first."""
    return replay(wrong_reports(session, now - PREVIEW, inclusive=False), policy)


def _written(policy: AlertPolicy) -> dict[str, int | None]:
    return {
        "threshold": policy.rule.threshold,
        "minutes": policy.rule.minutes,
        "repeat_minutes": 0 if policy.repeat_after is None else policy.repeat_after // _MINUTE,
        "damping_minutes": None if policy.damping is None else policy.damping // _MINUTE,
    }


def _read(value: Mapping[str, Any]) -> AlertPolicy:
    damping = value["damping_minutes"]
    return AlertPolicy(
        WindowRule(value["threshold"], value["minutes"] * _MINUTE),
        value["repeat_minutes"] * _MINUTE or None,
        None if damping is None else damping * _MINUTE,
    )
