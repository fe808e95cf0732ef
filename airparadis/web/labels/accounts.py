"""Labels of roles, scopes, durations and browsers."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import format_timedelta, gettext
from flask_babel import lazy_gettext as _

from airparadis.domain.accounts.policy import Scope
from airparadis.domain.accounts.roles import ROLES, Role

SCOPES: Mapping[Scope, Any] = {
    Scope.PREDICT: _("Score tweets"),
    Scope.FEEDBACK: _("Vote on predictions"),
    Scope.TWEETS: _("Send tweets to the radar"),
    Scope.READ: _("Read figures, incidents and metrics"),
}

# Order matters: Edge also calls itself Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def role_name(role: Role) -> str:
    """Name a role."""
    return str(gettext(ROLES[Role(role)].name))


def role_description(role: Role) -> str:
    """Say what a role may do beyond the role below it."""
    return str(gettext(ROLES[Role(role)].description))


def scope_name(scope: str) -> str:
    """Say what a scope allows; a scope of another version keeps its own name."""
    return str(SCOPES[Scope(scope)]) if scope in set(Scope) else scope


def duration(span: timedelta) -> str:
    """Write a duration, rounded to its largest unit."""
    return str(format_timedelta(span, threshold=1.5))


def device_name(user_agent: str) -> str:
    """Name the browser and the system of a user agent: `Firefox, Windows`.

    An unknown user agent is cut to 40 characters, an empty one gives a dash.
    """
    names = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, names)) or user_agent[:40] or "–"


FILTERS: Mapping[str, Callable[..., object]] = {
    "device_name": device_name,
    "duration": duration,
    "role_description": role_description,
    "role_name": role_name,
    "scope_name": scope_name,
}
