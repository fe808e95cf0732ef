"""Health checks: the process is alive, and can do its work."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from airparadis.lib.errors import ModelUnavailableError
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

bp = Blueprint("health", __name__)


@bp.get("/livez")
def livez() -> Response:
    """Answer 200 as long as the process answers at all."""
    return jsonify(status="ok")


@bp.get("/readyz")
@bp.get("/health")
def readyz() -> tuple[Response, int]:
    """Answer 200 if a verified model is loaded and the database answers, else 503."""
    checks = {"model": _model_fault(), "database": _database_fault()}
    ready = not any(checks.values())
    states = {name: fault or "ok" for name, fault in checks.items()}
    return jsonify(status="ok" if ready else "unavailable", **states), 200 if ready else 503


def _model_fault() -> str | None:
    try:
        runtime().model.classifier  # noqa: B018 (loads it)
    except ModelUnavailableError:
        return "no verified model is loaded"  # the reason names paths: it is in the log
    return None


def _database_fault() -> str | None:
    try:
        db.session.execute(text("SELECT 1 FROM prediction LIMIT 1"))
    except SQLAlchemyError:
        return "the database does not answer, or its tables are missing"
    return None
