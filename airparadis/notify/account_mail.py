"""Mails about an account to its owner: written into the outbox with the event they report."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import render_template
from flask_babel import force_locale, get_locale
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.tables import User
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.outbox import ACCOUNT_ROUTE, Channel
from airparadis.notify.account_links import VALID_HOURS, LinkKind
from airparadis.notify.mail_text import local
from airparadis.services.messages import outbox
from airparadis.services.messages.outbox import Draft


class Occasion(StrEnum):
    """The occasion of a mail to an account."""

    INVITATION = "invitation"
    RESET = "reset"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 (a name)
    FACTOR_ENABLED = "factor-enabled"
    FACTOR_DISABLED = "factor-disabled"
    RECOVERY_USED = "recovery-used"
    CODES_REFUSED = "codes-refused"


_SUBJECTS: Mapping[Occasion, Any] = {
    Occasion.INVITATION: _("You are invited to Air Paradis"),
    Occasion.RESET: _("Choose a new password"),
    Occasion.PASSWORD_CHANGED: _("Your password was changed"),
    Occasion.FACTOR_ENABLED: _("Your second factor was turned on"),
    Occasion.FACTOR_DISABLED: _("Your second factor was turned off"),
    Occasion.RECOVERY_USED: _("A recovery code was used"),
    Occasion.CODES_REFUSED: _("Wrong codes were entered for your account"),
}

_LEADS: Mapping[Occasion, Any] = {
    Occasion.INVITATION: _(
        "A colleague has created an account for you. Choose a password to open it."
    ),
    Occasion.RESET: _(
        "Somebody, hopefully you, asked for a new password for your account. If it was not "
        "you, do nothing: your old password still works."
    ),
    Occasion.PASSWORD_CHANGED: _("All sessions of your account were ended."),
    Occasion.FACTOR_ENABLED: _("From now on, you enter a code after your password."),
    Occasion.FACTOR_DISABLED: _("Your password alone opens your account again."),
    Occasion.RECOVERY_USED: _("Somebody logged in to your account with one of its codes."),
    Occasion.CODES_REFUSED: _(
        "Somebody knows your password and has entered wrong codes after it, several times. If it "
        "was not you, choose another password now."
    ),
}

LINKS = {Occasion.INVITATION: LinkKind.INVITATION, Occasion.RESET: LinkKind.RESET}


def compose(
    config: Config, occasion: Occasion, user: User, now: datetime, link: str, language: str
) -> Draft:
    """A mail to the owner of an account; opens no connection.

    Args:
        config: the settings.
        occasion: the reason for the mail.
        user: to whom.
        now: when it happened.
        link: the address it leads to, for those in `LINKS`.
        language: `en` or `fr`.
    """
    with force_locale(language):
        context = {
            "subject": str(_SUBJECTS[occasion]),
            "lead": str(_LEADS[occasion]),
            "link": link if occasion in LINKS else "",
            "hours": VALID_HOURS[LINKS[occasion]] if occasion in LINKS else 0,
            "email": user.email,
            "at": local(now, config.timezone),
            "config": config,
        }
        text = render_template("mail/account.txt", **context)
        html = render_template("mail/account.html", **context)
    subject = f"[Air Paradis] {context['subject']}"
    return Draft(Channel.MAIL, [user.email], subject, text, html, target=ACCOUNT_ROUTE.target)


def write(
    session: Session,
    config: Config,
    occasion: Occasion,
    user: User,
    now: datetime,
    *,
    link: str = "",
    language: str | None = None,
) -> bool:
    """Put a mail into the current transaction, in the reader's language unless another is given.

    Returns:
        Whether mail is configured; without it nothing is written.
    """
    if not config.mail_server:
        return False
    draft = compose(config, occasion, user, now, link, language or str(get_locale()))
    outbox.enqueue(session, None, Notice.ACCOUNT, draft, now)
    return True
