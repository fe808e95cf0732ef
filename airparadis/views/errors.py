"""One handler gives every error its HTML or its JSON shape."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from airparadis.errors import (
    IncidentNotFoundError,
    ModelUnavailableError,
    PredictionNotFoundError,
    StreamNotFoundError,
)
from airparadis.views.api import is_api_request

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    500: "internal_error",
    503: "unavailable",
}

TITLES = {
    400: lazy_gettext("This request could not be understood"),
    403: lazy_gettext("Your account may not see this page"),
    404: lazy_gettext("This page does not exist"),
    413: lazy_gettext("That is too large"),
    429: lazy_gettext("Too many requests: wait a moment"),
    500: lazy_gettext("Something went wrong on our side"),
    503: lazy_gettext("No tweet can be scored at the moment"),
}


def register_error_handlers(app: Flask) -> None:
    """Errors of the domain become errors of HTTP; errors of HTTP become answers."""
    app.register_error_handler(PredictionNotFoundError, _not_found)
    app.register_error_handler(IncidentNotFoundError, _no_incident)
    app.register_error_handler(StreamNotFoundError, _no_stream)
    app.register_error_handler(ModelUnavailableError, _model_unavailable)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, answer)


def answer(error: HTTPException) -> Response:
    """The error as JSON for the API, as a page for people; its own headers are kept."""
    status = error.code or 500
    if is_api_request():
        body = {"error": {"code": CODES.get(status, "error"), "message": error.description}}
        response = jsonify(body)
    else:
        page = render_template("error.html", status=status, title=TITLES.get(status, error.name))
        response = make_response(page)
    response.status_code = status
    for name, value in error.get_headers(request.environ):
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _not_found(_error: PredictionNotFoundError) -> Response:
    return answer(NotFound("No prediction has this id."))


def _no_incident(_error: IncidentNotFoundError) -> Response:
    return answer(NotFound("No incident has this number."))


def _no_stream(_error: StreamNotFoundError) -> Response:
    return answer(NotFound("No stream has this number."))


def _model_unavailable(error: ModelUnavailableError) -> Response:
    logging.getLogger(__name__).error("no model: %s", error)
    return answer(ServiceUnavailable("No verified model is loaded."))


def _stale_form(_error: CSRFError) -> Response:
    page = render_template(
        "error.html",
        status=400,
        title=_("This form was open for too long"),
        advice=_("Go back, reload the page and send it again."),
    )
    return make_response(page, 400)
