"""The languages of pages and mails: a code and a name of its own for each.

Each language but the first, in which the texts are written, has a catalogue in
`web/translations/<code>/`.
"""

from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "Français"}
DEFAULT_LANGUAGE = next(iter(LANGUAGES))
