"""The words of one message about several bursts."""

from collections.abc import Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from airparadis.config.settings import Config
from airparadis.db.tables import OutboxMessage
from airparadis.notify.paths import path_to

MAX_WHOLE = 5
"""Bursts whose messages are quoted whole; of the others only the headlines."""

_PREFIX = "[Air Paradis] "
_LINE = "\n\n" + "-" * 60 + "\n\n"


def grouped_text(config: Config, messages: Sequence[OutboxMessage]) -> tuple[str, str]:
    """Return subject and text of a message that speaks for several, the most severe first."""
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
    summary = "\n".join([*headlines, "", where])
    whole = (message.text.strip() for message in messages[:MAX_WHOLE])
    parts = (f"{headline}\n\n{text}" for headline, text in zip(headlines, whole, strict=False))
    return _PREFIX + subject, _LINE.join([summary, *parts])
