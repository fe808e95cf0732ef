"""The rule that opens incidents: the settings' own, or one that an administrator stored."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from airparadis.domain.incident import AlertPolicy
from airparadis.domain.window import WindowRule
from airparadis.models import StoredSetting

NAME = "alert_rule"


def current_policy(session: Session, default: AlertPolicy) -> AlertPolicy:
    """The settings' policy with the stored rule, if there is one."""
    return replace(default, rule=stored_rule(session) or default.rule)


def stored_rule(session: Session) -> WindowRule | None:
    """The rule that overrules the settings, None if there is none."""
    stored = session.get(StoredSetting, NAME, populate_existing=True)
    if stored is None:
        return None
    return WindowRule(stored.value["threshold"], timedelta(minutes=stored.value["minutes"]))


def store_rule(session: Session, rule: WindowRule, actor: str, now: datetime) -> None:
    """Overrule the settings, from the scheduler's next pass on."""
    minutes = int(rule.window.total_seconds()) // 60
    value = {"threshold": rule.threshold, "minutes": minutes}
    session.merge(StoredSetting(name=NAME, value=value, updated_at=now, updated_by=actor))


def reset_rule(session: Session) -> None:
    """Let the settings' own rule hold again."""
    stored = session.get(StoredSetting, NAME)
    if stored is not None:
        session.delete(stored)
