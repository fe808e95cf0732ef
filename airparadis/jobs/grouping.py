"""Several messages about bursts made one: those of a pass, and those that quiet hours held back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.notify.grouped_text import grouped_words
from airparadis.notify.notifier import Notifier
from airparadis.services.messages import grouping


def group_pass(
    session: Session,
    config: Config,
    incidents: Collection[int],
    notifiers: Sequence[Notifier],
    now: datetime,
) -> None:
    """Make one message of those about several bursts of this pass; each is stored already."""
    begin_write(session)
    for notifier in notifiers:
        if notifier.route.channel.is_for_people:
            for messages in grouping.untried(session, incidents, notifier.route, now):
                grouping.merge(messages, grouped_words(config, messages), now)
    session.commit()


def group_held(
    session: Session, config: Config, notifiers: Sequence[Notifier], now: datetime
) -> None:
    """Make one message of those that quiet hours held back and that may leave by now."""
    routes = [found.route for found in notifiers if found.route.channel.is_for_people]
    if not any(grouping.held(session, route, now) for route in routes):
        session.rollback()
        return  # without having taken the lock
    begin_write(session)
    for route in routes:
        for messages in grouping.held(session, route, now):
            grouping.merge(messages, grouped_words(config, messages), now)
    session.commit()
