"""The API's description, and a page to read and try it, served by ourselves."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask_openapi3 import OpenAPI

from airparadis.web.api.requests import MAX_BATCH
from airparadis.web.urls import API_PREFIX

bp = Blueprint("api_docs", __name__, url_prefix="/api")

# Read line by line in `tweets`, where a row at fault does no harm to others: no model says that.
TWEETS_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "array",
                "maxItems": MAX_BATCH,
                "items": {},
                "description": "Tweets: `id`, `text`, `created_at`, if known `source`, `author`, "
                "`reach` and `language`. Rows that are no tweets are listed in `errors`.",
            },
            "example": [
                {"id": "1", "text": "My bag is lost", "created_at": "2026-06-01T12:00:00Z"}
            ],
        },
    },
}


@bp.get("/v1/openapi.json")
def description() -> Response:
    """Return the OpenAPI 3.1 description."""
    app = current_app
    assert isinstance(app, OpenAPI)  # noqa: S101 (narrows what `create_app` made)
    whole = app.api_doc
    whole["paths"][f"{API_PREFIX}/tweets"]["post"]["requestBody"] = TWEETS_BODY
    if request.script_root:
        whole["servers"] = [{"url": request.script_root}]
    return jsonify(whole)


@bp.get("/docs")
def page() -> str:
    """Show the description in Swagger UI."""
    return render_template("api/docs.html")
