"""The definition of a locale."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """A language of pages and mails, with the typography that differs between languages.

    Texts are written in the default locale; any other has a catalogue in
    `web/translations/<code>/`.
    """

    code: str
    """An ISO 639-1 code, as in `lang` attributes."""
    name: str
    """The language's own name."""
    colon: str = ": "
    """Separator between a label and its value."""
