"""The reader's language, theme and time zone."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from flask import has_request_context, request

from airparadis.config.locales import DEFAULT_LOCALE, LOCALES
from airparadis.web.access.cookies import read_cookie
from airparadis.web.runtime import runtime

THEMES = ("system", "light", "dark")
LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"
ZONE_COOKIE = "timezone"
MIN_YEAR, MAX_YEAR = 1900, 9000
"""Years in filters: beyond, arithmetic with time zones overflows."""


def select_locale() -> str:
    """Return the chosen language, else the best match of the browser's languages."""
    if not has_request_context():
        return runtime().config.mail_language
    chosen = read_cookie(LANGUAGE_COOKIE)
    if chosen in LOCALES:
        return chosen
    return request.accept_languages.best_match(LOCALES) or DEFAULT_LOCALE.code


def select_theme() -> str:
    """Return the chosen theme; `system` follows the reader's device."""
    chosen = read_cookie(THEME_COOKIE)
    return chosen if chosen in THEMES else THEMES[0]


def select_timezone() -> str:
    """Return the time zone that the browser reported, else the setting `TIMEZONE`."""
    reported = read_cookie(ZONE_COOKIE) if has_request_context() else ""
    return reported if _is_zone(reported) else runtime().config.timezone


def reader_zone() -> ZoneInfo:
    """Return the reader's time zone."""
    return ZoneInfo(select_timezone())


def read_day(text: str) -> datetime | None:
    """Read a day such as 2026-06-01 as its beginning in the reader's zone; None if it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        return None
    return datetime.combine(day, time(), reader_zone()).astimezone(UTC)


def _is_zone(name: str) -> bool:
    """Return whether a zone is one that people live in: Babel formats no `Factory`, `right/UTC`."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"Factory", "localtime"})
