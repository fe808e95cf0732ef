"""The JSON API under `/api/v1`, described by OpenAPI and documented on a page of its own."""

from typing import Any

from flask_openapi3 import Info, OpenAPI

from airparadis.web.api import (  # noqa: F401 (their routes)
    docs,
    feedback,
    incidents,
    monitoring,
    predictions,
    tweets,
)
from airparadis.web.api.blueprint import bp
from airparadis.web.api.error_schemas import ErrorReply
from airparadis.web.api.wire import refuse_invalid

OPENAPI_SETTINGS: dict[str, Any] = {
    "info": Info(
        title="Air Paradis",
        version="1.0.0",
        description="Scores tweets as negative or positive, and takes votes on its answers.",
    ),
    "security_schemes": {"key": {"type": "http", "scheme": "bearer"}},
    "doc_ui": False,  # its page has an inline script; ours is in `docs`
    "validation_error_callback": refuse_invalid,
    "validation_error_model": ErrorReply,
}


def register_api(app: OpenAPI) -> None:
    """Bind the API to the application."""
    app.register_api(bp)
    app.register_blueprint(docs.bp)


__all__ = ["OPENAPI_SETTINGS", "register_api"]
