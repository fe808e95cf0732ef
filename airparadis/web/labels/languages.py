"""Labels of the languages that a model reads."""

from collections.abc import Callable, Mapping, Set

from flask_babel import lazy_gettext as _

from airparadis.text.language import Language

_PHRASES = {
    frozenset({Language.ENGLISH}): _("in English"),
    frozenset({Language.FRENCH}): _("in French"),
    frozenset({Language.ENGLISH, Language.FRENCH}): _("in English or French"),
}


def in_languages(languages: Set[Language]) -> str:
    """Put languages into the middle of a sentence: "in English or French"."""
    return str(_PHRASES[frozenset(languages)])


_NAMES = {Language.ENGLISH: _("English"), Language.FRENCH: _("French")}


def language_name(language: Language) -> str:
    """Name a language."""
    return str(_NAMES[language])


FILTERS: Mapping[str, Callable[..., object]] = {
    "in_languages": in_languages,
    "language_name": language_name,
}
