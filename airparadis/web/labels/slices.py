"""Labels of the slices of test tweets that the gate judges by themselves."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.web.labels.review import topic_name

SLICE_PARTS: Mapping[str, Any] = {
    "reviewed": _("reviewed tweets"),
    "general": _("general tweets"),
    "three classes": _("three classes"),
    "labelled negative": _("labelled negative"),
    "labelled neutral": _("labelled neutral"),
    "labelled positive": _("labelled positive"),
    "topic": _("topic"),
    "negation": _("negation"),
    "fewer than 5 words": _("fewer than 5 words"),
    "thanks": _("thanks"),
    "words of praise": _("words of praise"),
    "a rating": _("a rating"),
    "emoji or emoticon": _("emoji or emoticon"),
}
_SEPARATOR = re.compile(r", |: ")


def slice_name(subject: str) -> str:
    """Translate a name such as "reviewed, negation" or "topic: delay" part by part."""
    return ", ".join(
        str(SLICE_PARTS.get(part) or topic_name(part)) for part in _SEPARATOR.split(subject)
    )
