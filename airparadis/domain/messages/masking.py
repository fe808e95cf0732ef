"""Masking of personal data in messages to external services, and of their markup."""

import re

from airparadis.domain.predictions.excerpt import as_read
from airparadis.text.patterns import HANDLE

MASK = "@…"
PHONE_MASK = "☎…"

_PERSONAL = re.compile(
    r"(?P<link>https?://\S+)"
    r"|(?P<mail>[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<handle>{HANDLE})"
    r"|(?P<phone>(?<![\w.,])(?:\+|00)?\(?\d(?:[\s().\-/]{0,2}\d){7,14}(?![\w%]))"
)
_DATE = re.compile(r"(?:19|20)\d\d[-/.]?\d\d[-/.]?\d\d|\d\d[-/.]\d\d[-/.](?:19|20)\d\d")
_MARKUP = re.compile(r"([\\`*_~|>\[\]()#:<@!])")


def mask_personal(text: str) -> str:
    """Replace handles, mail addresses and phone numbers, HTML character references decoded.

    `@channel`, which would notify a whole chat, is a handle; what is in a link stays as it is, and
    so do dates.
    """
    return _PERSONAL.sub(_mask, as_read(text))


def _mask(found: re.Match[str]) -> str:
    if found["link"] or (found["phone"] and _DATE.fullmatch(found["phone"].strip())):
        return found[0]
    return PHONE_MASK if found["phone"] else MASK


def escape_markdown(text: str) -> str:
    """Escape the Markdown of chats, so that a tweet is text: no link, emphasis, emoji or mention.

    A zero-width space after a sign that begins a mention keeps services without escapes from it.
    """
    return _MARKUP.sub(r"\\\1", text).replace("@", "@\u200b").replace("<", "<\u200b")
