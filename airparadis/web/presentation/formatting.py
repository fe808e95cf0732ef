"""Numbers, times and shares in the reader's notation."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache

from babel import Locale, numbers
from flask_babel import format_datetime, format_timedelta, get_locale, to_user_timezone
from flask_babel import gettext as _

from airparadis.config.locales import LOCALES
from airparadis.lib.clock import utc_now

JUST_NOW_SECONDS = 10


def ago(moment: datetime) -> str:
    """Say how long ago a moment was."""
    elapsed = utc_now() - moment
    if abs(elapsed.total_seconds()) < JUST_NOW_SECONDS:
        return str(_("just now"))
    return str(format_timedelta(-elapsed, add_direction=True))


def exact_time(moment: datetime) -> str:
    """Format date and time in the reader's zone, with the name of the zone."""
    name = to_user_timezone(moment).tzname() or ""
    zone = name if name[:1].isalpha() else f"UTC{name}"  # many zones only have an offset
    return f"{format_datetime(moment, 'd MMM yyyy, HH:mm:ss')} {zone}"


def clock(moment: datetime) -> str:
    """Format the time of day in the reader's zone, with the day unless it is today."""
    is_today = to_user_timezone(moment).date() == to_user_timezone(utc_now()).date()
    return str(format_datetime(moment, "HH:mm" if is_today else "d MMM, HH:mm"))


def percent(share: float | None, digits: int = 0) -> str:
    """Format a share as a percentage; a dash if there is none."""
    if share is None:
        return "–"
    return _percent(_language(), share, digits)


def number(value: float, pattern: str | None = None) -> str:
    """Format a number."""
    return _number(_language(), value, pattern)


def labelled(label: object, value: object) -> str:
    """Join a label and its value with the colon of the reader's language."""
    return f"{label}{LOCALES[_language()].colon}{value}"


@contextmanager
def one_language() -> Iterator[None]:
    """Determine the reader's language once for many numbers."""
    token = _chosen.set(_language())
    try:
        yield
    finally:
        _chosen.reset(token)


_chosen: ContextVar[str | None] = ContextVar("_chosen", default=None)


def _language() -> str:
    return _chosen.get() or str(get_locale())


# A chart has hundreds of numbers, mostly those of the previous request: formatting them anew took
# a quarter of the dashboard's time.
@lru_cache(maxsize=4_096)
def _percent(locale: str, share: float, digits: int) -> str:
    pattern = Locale.parse(locale).percent_formats[None].pattern
    if digits:
        pattern = pattern.replace("0", "0." + "0" * digits)
    return numbers.format_percent(share, pattern, locale=locale)


@lru_cache(maxsize=4_096)
def _number(locale: str, value: float, pattern: str | None) -> str:
    return numbers.format_decimal(value, pattern, locale=locale)


def probability(value: float, digits: int = 0) -> str:
    """Format like `percent`, but never round to certainty, which no model has."""
    step = 10.0 ** -(digits + 2)
    if round(value, digits + 2) >= 1:
        return str(_("over %(share)s", share=percent(1 - step, digits)))
    if round(value, digits + 2) <= 0:
        return str(_("under %(share)s", share=percent(step, digits)))
    return percent(value, digits)


def milliseconds(value: float) -> str:
    """Format a measured time, with no more digits than were measured."""
    return number(value, "#,##0.##" if value < 10 else "#,##0")
