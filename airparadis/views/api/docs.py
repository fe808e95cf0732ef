"""The API's description, and a page to read and try it, served by ourselves."""

from flask import Blueprint, Response, current_app, jsonify, render_template
from flask_openapi3 import OpenAPI

bp = Blueprint("api_docs", __name__, url_prefix="/api")

_SWAGGER = "templates/swagger"

bp_assets = Blueprint(
    "swagger",
    "flask_openapi3_swagger",
    static_folder=_SWAGGER,
    static_url_path="/swagger",
)
bp.register_blueprint(bp_assets)


@bp.get("/v1/openapi.json")
def description() -> Response:
    """OpenAPI 3.1."""
    app = current_app
    assert isinstance(app, OpenAPI)  # noqa: S101 (narrows what `create_app` made)
    return jsonify(app.api_doc)


@bp.get("/docs")
def page() -> str:
    """Swagger UI over the description."""
    return render_template("api/docs.html")
