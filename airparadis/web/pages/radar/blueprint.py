"""The radar's blueprint, and the times in its addresses."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, request

from airparadis.domain.accounts.roles import Permission
from airparadis.web.access.access import may
from airparadis.web.presentation.locale import reader_zone
from airparadis.web.runtime import runtime

bp = Blueprint("radar", __name__, url_prefix="/radar")

HOUR = timedelta(hours=1)
FORM_BYTES = 1 << 20
"""Size of the other fields of an upload."""


@bp.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow large forms to permitted readers; a stranger may send no more here than anywhere."""
    if endpoint == "radar.take_in" and may(Permission.MANAGE_STREAMS):
        request.max_content_length = runtime().config.radar_upload_mb * 1_000_000 + FORM_BYTES


def moment(text: str | None) -> datetime | None:
    """A time in ISO 8601; without a zone it is the reader's."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if found is None or not 2000 <= found.year <= 2100:
        return None
    return found if found.tzinfo else found.replace(tzinfo=reader_zone())
