"""The reader's language, colours and time zone."""

from zoneinfo import ZoneInfo

from flask import has_request_context, request

from airparadis.config.settings import LANGUAGES
from airparadis.web.access.cookies import read_cookie
from airparadis.web.runtime import runtime

THEMES = ("system", "light", "dark")
LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"
ZONE_COOKIE = "timezone"


def select_locale() -> str:
    """The language chosen, else the best of the browser's."""
    if not has_request_context():
        return runtime().config.mail_language
    chosen = read_cookie(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def select_theme() -> str:
    """The colours chosen; `system` follows the reader's machine."""
    chosen = read_cookie(THEME_COOKIE)
    return chosen if chosen in THEMES else THEMES[0]


def select_timezone() -> str:
    """The zone that the reader's browser told, else the setting `TIMEZONE`."""
    told = read_cookie(ZONE_COOKIE) if has_request_context() else ""
    return told if _is_zone(told) else runtime().config.timezone


def reader_zone() -> ZoneInfo:
    """That zone itself."""
    return ZoneInfo(select_timezone())


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder
        return False
    return True
