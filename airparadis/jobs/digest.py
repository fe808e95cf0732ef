"""The daily digest: written into the outbox once a day, whoever else does so at the same time."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.base import begin_write
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.digest import due_day
from airparadis.domain.messages.outbox import Channel
from airparadis.notify.contacts import DigestMail, digest_mails
from airparadis.notify.mail_text import digest_mail
from airparadis.services.messages import digest, outbox
from airparadis.services.messages.outbox import Draft
from airparadis.services.messages.quiet_hours import current_hours


def write_digest(session: Session, config: Config, now: datetime) -> None:
    """Write the digest that is due, if one is and nobody has; `watch` sends it.

    The key names the day: a second scheduler, or a restart, cannot write another.
    """
    at = digest.current_time(session, config.digest_at)
    mails = digest_mails(session, config)
    if at is None or not mails:
        return
    day = due_day(now, at, ZoneInfo(config.timezone), current_hours(session, config))
    key = f"digest-{day}"
    if day is None or outbox.has_key(session, key):
        return
    drafts = _compose(session, config, mails, now)
    begin_write(session)
    try:
        for number, draft in enumerate(drafts):
            own_key = f"{key}-{number}" if number else key
            outbox.enqueue(session, None, Notice.DIGEST, draft, now, key=own_key)
        session.commit()
    except IntegrityError:  # another process has written it in this very moment
        session.rollback()


def _compose(
    session: Session, config: Config, mails: Sequence[DigestMail], now: datetime
) -> list[Draft]:
    """Compose the digest in the language of the settings, before the write lock is taken."""
    subject, text, html = digest_mail(config, digest.gather(session, now), now)
    return [
        Draft(Channel.MAIL, mail.recipients, subject, text, html, mail.target) for mail in mails
    ]
