"""One handler gives every error its HTML or its JSON shape."""

import errno
import logging
import time

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, SQLAlchemyError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    NotFound,
    ServiceUnavailable,
    TooManyRequests,
)

from airparadis.db.faults import ADVICE, RETRY_AFTER_SECONDS, StorageFault, storage_fault
from airparadis.lib.errors import (
    IncidentNotFoundError,
    ModelUnavailableError,
    PredictionNotFoundError,
    StreamNotFoundError,
    UploadNotFoundError,
)
from airparadis.lib.rate_limit import RateLimitError
from airparadis.web.extensions import db, login
from airparadis.web.urls import is_api_request

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

REASONS = {
    StorageFault.BUSY: "The database is busy: nothing was stored. Try again.",
    StorageFault.FULL: "The disk is full: nothing was stored. Try again later.",
    StorageFault.DAMAGED: "The database is damaged: nothing was stored.",
    StorageFault.UNREACHABLE: "The database does not answer: nothing was stored. Try again later.",
}

TITLES = {
    400: lazy_gettext("This request could not be understood"),
    403: lazy_gettext("Your account may not see this page"),
    404: lazy_gettext("This page does not exist"),
    405: lazy_gettext("This page cannot be opened this way"),
    413: lazy_gettext("This file or text is too large"),
    415: lazy_gettext("This kind of file is not accepted"),
    422: lazy_gettext("Something in the form is not right"),
    429: lazy_gettext("Too many requests: wait a moment"),
    500: lazy_gettext("Something went wrong on our side"),
    503: lazy_gettext("No tweet can be scored at the moment"),
}


def register_error_handlers(app: Flask) -> None:
    """Turn errors of the domain into errors of HTTP, and those into answers."""
    app.register_error_handler(PredictionNotFoundError, _not_found)
    app.register_error_handler(IncidentNotFoundError, _no_incident)
    app.register_error_handler(StreamNotFoundError, _no_stream)
    app.register_error_handler(UploadNotFoundError, _no_upload)
    app.register_error_handler(ModelUnavailableError, _model_unavailable)
    app.register_error_handler(RateLimitError, _too_much)
    app.register_error_handler(SQLAlchemyError, _storage_fails)
    app.register_error_handler(DataError, _no_data)
    app.register_error_handler(OSError, _disk_fails)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, answer)


def answer(error: HTTPException) -> Response:
    """The error as JSON for the API, as a page for people; its own headers are kept."""
    status = error.code or 500
    if is_api_request():
        body = {"error": {"code": CODES.get(status, "error"), "message": error.description}}
        response = jsonify(body)
    else:
        page = render_template(
            "error.html",
            status=status,
            title=TITLES.get(status, error.name),
            retry_after=getattr(error, "retry_after", None),
        )
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


def _no_upload(_error: UploadNotFoundError) -> Response:
    return answer(NotFound("No upload has this number."))


def _model_unavailable(error: ModelUnavailableError) -> Response:
    logging.getLogger(__name__).error("no model: %s", error)
    return answer(ServiceUnavailable("No verified model is loaded."))


def _too_much(error: RateLimitError) -> Response:
    window = error.window
    seconds = max(window.reset_at - int(time.time()), 1)
    left = f"{window.remaining} of {window.amount} requests left; retry in {seconds} s."
    return answer(TooManyRequests(left, retry_after=seconds))


def _storage_fails(error: SQLAlchemyError) -> Response:
    """Answer 503, and when to come back; a wrong statement is an error of ours."""
    fault = storage_fault(error)
    if fault is None:
        raise error
    return _unavailable(fault)


def _no_data(_error: DataError) -> Response:
    """Answer 400 to a value that PostgreSQL cannot look for: a NUL, a number out of range."""
    db.session.rollback()
    return answer(BadRequest("The request contains a value that cannot be stored."))


def _disk_fails(error: OSError) -> Response:
    """An upload that the disk has no room for is kept as little as any other request."""
    if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        raise error
    db.session.rollback()
    return _unavailable(StorageFault.FULL)


def _unavailable(fault: StorageFault) -> Response:
    logging.getLogger(__name__).error("database %s: %s", fault, ADVICE[fault])
    g._login_user = login.anonymous_user()  # Flask-Login's: the page must not ask the database
    if is_api_request():
        response = answer(ServiceUnavailable(REASONS[fault]))
    else:
        page = render_template(
            "error.html",
            status=503,
            title=_("Nothing can be stored or read at the moment"),
            advice=_("What you sent was not saved. Go back in a moment and send it again."),
        )
        response = make_response(page, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS[fault])
    return response


def _stale_form(_error: CSRFError) -> Response:
    page = render_template(
        "error.html",
        status=400,
        title=_("This form was open for too long"),
        advice=_("Go back, reload the page and send it again."),
    )
    return make_response(page, 400)
