"""Filters, globals and the context of the templates."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import get_locale

from airparadis.config.locales import LOCALES
from airparadis.domain.accounts.policy import MIN_PASSWORD_LENGTH
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.predictions.excerpt import as_read, excerpt
from airparadis.domain.predictions.feedback import MAX_COMMENT_LENGTH
from airparadis.notify.contacts import is_anybody_told
from airparadis.notify.paths import path_to
from airparadis.services.accounts import accounts
from airparadis.web.access.access import may
from airparadis.web.access.cookies import cookie_name, cookie_path
from airparadis.web.extensions import db
from airparadis.web.labels.filters import FILTERS
from airparadis.web.labels.incidents import window_rule
from airparadis.web.navigation import navigation
from airparadis.web.presentation.formatting import (
    ago,
    clock,
    exact_time,
    milliseconds,
    number,
    percent,
    probability,
)
from airparadis.web.presentation.locale import ZONE_COOKIE, select_theme
from airparadis.web.runtime import model_languages, runtime


def register_template_helpers(app: Flask) -> None:
    """Add filters, globals and the common context; strip the lines of block tags."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        ago=ago,
        clock=clock,
        exact_time=exact_time,
        as_read=as_read,
        excerpt=excerpt,
        iso_time=datetime.fromisoformat,
        milliseconds=milliseconds,
        number=number,
        percent=percent,
        probability=probability,
        **FILTERS,
    )
    app.jinja_env.globals.update(
        locales=LOCALES.values(),
        navigation=navigation,
        max_comment_length=MAX_COMMENT_LENGTH,
        min_password_length=MIN_PASSWORD_LENGTH,
        model_languages=model_languages,
        window_rule=window_rule,
    )
    app.context_processor(_common_context)


def _common_context() -> dict[str, object]:
    return {
        "asset": asset,
        "here": here,
        "is_anybody_told": lambda: is_anybody_told(db.session(), runtime().config),
        "language": str(get_locale()),
        "possible_assignees": _possible_assignees,
        "may": lambda permission: may(Permission(permission)),
        "path_to": path_to,
        "cookie_path": cookie_path(),
        "zone_cookie": cookie_name(ZONE_COOKIE),
        "theme": select_theme() if has_request_context() else "",  # mails have no theme
    }


def _possible_assignees() -> Sequence[str]:
    """Return the addresses for the cards of a page, read once a request."""
    if "possible_assignees" not in g:
        g.possible_assignees = accounts.addresses_with(db.session(), Permission.REVIEW)
    found: Sequence[str] = g.possible_assignees
    return found


def asset(name: str) -> str:
    """Return the URL of a static file, which changes whenever the file changes."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=name, v=_fingerprint(Path(folder, name)))


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def here() -> str:
    """Return the URL to come back to: this page, or the home page if this one only takes POST."""
    if request.method == "GET":
        return request.script_root + request.full_path.rstrip("?")
    return url_for("prediction.form")
