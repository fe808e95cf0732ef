"""What templates need beyond Jinja: asset addresses, numbers and times as readers write them."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for
from flask_babel import (
    format_datetime,
    format_decimal,
    format_percent,
    format_timedelta,
    get_locale,
)
from flask_babel import gettext as _

from airparadis.locale import select_theme
from airparadis.runtime import utc_now


def register_template_helpers(app: Flask) -> None:
    """Make the helpers known to Jinja."""
    app.jinja_env.filters.update(
        ago=ago, exact_time=exact_time, percent=percent, number=format_decimal
    )
    app.context_processor(
        lambda: {"asset": asset, "theme": select_theme(), "language": str(get_locale())}
    )


def asset(name: str) -> str:
    """Address of a static file, changed whenever the file changes."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=name, v=_fingerprint(Path(folder, name)))


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def ago(moment: datetime) -> str:
    """How long since, in words."""
    return format_timedelta(moment - utc_now(), add_direction=True)


def exact_time(moment: datetime) -> str:
    """Date and time in the reader's zone, the zone named."""
    return format_datetime(moment, "d MMM yyyy, HH:mm:ss z")


def percent(share: float | None, digits: int = 0) -> str:
    """A share as a percentage, a dash if there is none."""
    if share is None:
        return _("–")
    return format_percent(share, "#,##0." + "0" * digits + "%" if digits else "#,##0%")
