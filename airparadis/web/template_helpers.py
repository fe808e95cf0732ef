"""What templates need beyond Jinja: filters, addresses of static files, the reader's choices."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import get_locale

from airparadis.config.paths import path_to
from airparadis.domain.accounts.policy import MIN_PASSWORD_LENGTH, Role
from airparadis.domain.predictions.excerpt import excerpt
from airparadis.domain.predictions.feedback import MAX_COMMENT_LENGTH
from airparadis.notify import burst_labels
from airparadis.web.access.access import has_role
from airparadis.web.access.cookies import cookie_name
from airparadis.web.labels import accounts, audit, batches, labels, models, radar, review, timeline
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


def register_template_helpers(app: Flask) -> None:
    """Make the helpers known to Jinja, and let block tags leave no empty lines in the pages."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        ago=ago,
        clock=clock,
        exact_time=exact_time,
        excerpt=excerpt,
        iso_time=datetime.fromisoformat,
        milliseconds=milliseconds,
        number=number,
        percent=percent,
        probability=probability,
        **accounts.FILTERS,
        **audit.FILTERS,
        **batches.FILTERS,
        **models.FILTERS,
        **radar.FILTERS,
        **review.FILTERS,
        **burst_labels.FILTERS,
        **timeline.FILTERS,
        **labels.FILTERS,
    )
    app.jinja_env.globals.update(
        max_comment_length=MAX_COMMENT_LENGTH,
        min_password_length=MIN_PASSWORD_LENGTH,
        window_rule=labels.window_rule,
    )
    app.context_processor(_common_context)


def _common_context() -> dict[str, object]:
    return {
        "asset": asset,
        "here": here,
        "language": str(get_locale()),
        "may": lambda role: has_role(Role(role)),
        "path_to": path_to,
        "zone_cookie": cookie_name(ZONE_COOKIE),
        "theme": select_theme() if has_request_context() else "",  # mails have no colours
    }


def asset(name: str) -> str:
    """Address of a static file, changed whenever the file changes."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=name, v=_fingerprint(Path(folder, name)))


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def here() -> str:
    """The address to come back to: this page, or the home page where this one takes only POST."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return url_for("prediction.form")
