"""The rule that opens incidents: the settings' own, or one that an administrator stored."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from airparadis.domain.incident import AlertPolicy
from airparadis.domain.replay import replay
from airparadis.domain.window import WindowRule
from airparadis.models import StoredSetting
from airparadis.services.reports import wrong_reports

NAME = "alert_rule"
PREVIEW = timedelta(days=30)


def current_policy(session: Session, default: AlertPolicy) -> AlertPolicy:
    """The settings' policy with the stored rule, if there is one."""
    return default.with_rule(stored_rule(session) or default.rule)


def stored_rule(session: Session) -> WindowRule | None:
    """The rule that overrules the settings, None if there is none."""
    stored = stored_setting(session)
    if stored is None:
        return None
    return WindowRule(stored.value["threshold"], timedelta(minutes=stored.value["minutes"]))


def stored_setting(session: Session) -> StoredSetting | None:
    """The same, with who stored it and when."""
    return session.get(StoredSetting, NAME, populate_existing=True)


def store_rule(session: Session, rule: WindowRule, actor: str, now: datetime) -> None:
    """Overrule the settings, from the scheduler's next pass on."""
    value = {"threshold": rule.threshold, "minutes": rule.minutes}
    session.merge(StoredSetting(name=NAME, value=value, updated_at=now, updated_by=actor))


def reset_rule(session: Session) -> None:
    """Let the settings' own rule hold again."""
    stored = session.get(StoredSetting, NAME)
    if stored is not None:
        session.delete(stored)


def preview(session: Session, policy: AlertPolicy, now: datetime) -> list[datetime]:
    """When a policy would have opened incidents in the last 30 days, oldest first."""
    return replay(wrong_reports(session, now - PREVIEW, inclusive=False), policy)
