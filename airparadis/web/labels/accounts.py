"""Roles, scopes and spans of time in words."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import format_timedelta
from flask_babel import lazy_gettext as _

from airparadis.domain.accounts.policy import Role, Scope
from airparadis.web.labels.device import device_name

ROLES: Mapping[Role, Any] = {
    Role.VIEWER: _("Viewer"),
    Role.ANALYST: _("Analyst"),
    Role.ADMINISTRATOR: _("Administrator"),
}

_MEANINGS: Mapping[Role, Any] = {
    Role.VIEWER: _("reads the dashboard, drift, incidents and the radar"),
    Role.ANALYST: _("acts on incidents, reviews, trains, exports, changes streams and topics"),
    Role.ADMINISTRATOR: _("releases models, changes settings, manages accounts and keys"),
}

SCOPES: Mapping[Scope, Any] = {
    Scope.PREDICT: _("Score tweets"),
    Scope.FEEDBACK: _("Vote on predictions"),
    Scope.TWEETS: _("Send tweets to the radar"),
    Scope.READ: _("Read figures, incidents and metrics"),
}


def role_name(role: Role) -> str:
    """The word for a role."""
    return str(ROLES[role])


def role_meaning(role: Role) -> str:
    """What it may do beyond the role before."""
    return str(_MEANINGS[role])


def scope_name(scope: str) -> str:
    """What a scope lets a key do; one of another version by its own name."""
    return str(SCOPES[Scope(scope)]) if scope in set(Scope) else scope


def lasting(span: timedelta) -> str:
    """A span of time, rounded to its unit."""
    return str(format_timedelta(span, threshold=1.5))


FILTERS: Mapping[str, Callable[..., object]] = {
    "device_name": device_name,
    "role_meaning": role_meaning,
    "role_name": role_name,
    "scope_name": scope_name,
    "lasting": lasting,
}
