"""The daily digest: written into the outbox once a day, whoever else does so at the same time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.digest import due_day
from airparadis.domain.messages.outbox import Channel
from airparadis.notify.mail_text import digest_mail
from airparadis.services.messages import digest, outbox
from airparadis.services.messages.outbox import Draft


def write_digest(session: Session, config: Config, now: datetime) -> None:
    """Write the digest that is due, if one is and nobody has; `watch` sends it.

    The key names the day: a second scheduler, or a restart, cannot write another.
    """
    at = digest.current_time(session, config.digest_at)
    if at is None or not config.is_mail_configured:
        return
    day = due_day(now, at, ZoneInfo(config.timezone), config.quiet_hours)
    key = f"digest-{day}"
    if day is None or outbox.has_key(session, key):
        return
    draft = _compose(session, config, now)
    begin_write(session)
    try:
        outbox.enqueue(session, None, Notice.DIGEST, draft, now, key=key)
        session.commit()
    except IntegrityError:  # another process has written it in this very moment
        session.rollback()


def _compose(session: Session, config: Config, now: datetime) -> Draft:
    """In the language of the settings; read before the write lock is taken, which others want."""
    subject, text, html = digest_mail(config, digest.gather(session, now), now)
    return Draft(Channel.MAIL, config.alert_recipients, subject, text, html)
