"""The words of one message about several bursts."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from airparadis.config.settings import Config
from airparadis.db.tables import Burst, OutboxMessage
from airparadis.domain.incidents.incident import Notice
from airparadis.domain.messages.masking import mask_personal
from airparadis.domain.messages.outbox import Channel
from airparadis.notify.mail_links import acknowledge_token
from airparadis.notify.mail_text import local
from airparadis.notify.paths import path_to
from airparadis.services.messages.grouping import ENDS, GroupedWords

MAX_WHOLE = 5
"""Bursts whose messages are quoted whole; of the others only the headlines."""

_PREFIX = "[Air Paradis] "
_LINE = "\n\n" + "-" * 60 + "\n\n"


def grouped_words(config: Config, messages: Sequence[OutboxMessage]) -> GroupedWords:
    """Return the words of a message that speaks for several, the most severe first.

    A mail has an HTML body, too.
    """
    bursts = [message.incident.burst for message in messages if message.incident]
    names = ", ".join(burst.stream.name for burst in bursts if burst)
    headlines = [message.subject.removeprefix(_PREFIX) for message in messages]
    with force_locale(config.mail_language):
        subject = ngettext(
            "%(count)s burst at once: %(streams)s",
            "%(count)s bursts at once: %(streams)s",
            len(messages),
            count=len(messages),
            streams=names,
        )
        where = f"{_('Radar:')} {config.base_url}{path_to('radar.overview')}"
        is_mail = messages[0].channel is Channel.MAIL
        html = _html(config, subject, messages) if is_mail else None
    summary = "\n".join([*headlines, "", where])
    whole = (message.text.strip() for message in messages[:MAX_WHOLE])
    parts = (f"{headline}\n\n{text}" for headline, text in zip(headlines, whole, strict=False))
    return GroupedWords(_PREFIX + subject, _LINE.join([summary, *parts]), html)


@dataclass(frozen=True, slots=True)
class _Item:
    """A burst in the HTML body."""

    headline: str
    notice: Notice
    burst: Burst
    token: str
    """The token of the link that acknowledges it; empty once it is over."""


def _html(config: Config, subject: str, messages: Sequence[OutboxMessage]) -> str:
    items = [
        _Item(
            message.subject.removeprefix(_PREFIX),
            message.notice,
            message.incident.burst,
            ""
            if message.notice in ENDS
            else acknowledge_token(config.signing_key(), message.incident.id),
        )
        for message in messages
        if message.incident and message.incident.burst
    ]
    return render_template(
        "mail/grouped.html",
        subject=subject,
        items=items,
        most=MAX_WHOLE,
        all_over=all(item.notice in ENDS for item in items),
        config=config,
        mask=mask_personal,
        local=lambda moment: local(moment, config.timezone),
    )
