"""The blueprint of the API and what holds for all of its calls."""

from flask import request
from flask_login import current_user
from flask_openapi3 import APIBlueprint
from flask_openapi3.types import ResponseDict
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from airparadis.auth import bearer_key, unauthorized
from airparadis.domain.accounts import Role
from airparadis.extensions import csrf, limiter
from airparadis.runtime import runtime
from airparadis.views.api.error_schemas import ErrorReply

PREFIX = "/api/v1"

ERRORS: ResponseDict = {
    400: ErrorReply,
    401: ErrorReply,
    404: ErrorReply,
    413: ErrorReply,
    415: ErrorReply,
    422: ErrorReply,
    429: ErrorReply,
    503: ErrorReply,
}

bp = APIBlueprint("api", __name__, url_prefix=PREFIX, abp_responses=ERRORS)
csrf.exempt(bp)  # no call that changes anything is authenticated by cookie
limiter.limit(lambda: runtime().config.rate_limit_api)(bp)


def is_api_request() -> bool:
    """Whether the caller wants JSON whatever happens."""
    return request.path.startswith(f"{PREFIX}/")


@bp.before_request
def check_key() -> None:
    """A key that is sent must be valid; scoring and voting need one if the setting says so."""
    if bearer_key() is None and request.method == "POST" and runtime().config.api_key_required:
        raise unauthorized("This call needs an API key.")


@bp.before_request
def check_body() -> None:
    """What is posted must be a JSON object and say so; tweets come as a list, or line by line."""
    if request.method != "POST" or request.endpoint == "api.take_tweets":
        return
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json.")
    try:
        body = request.get_json()
    except (RecursionError, UnicodeDecodeError):
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")


def require_reader() -> None:
    """What is not public needs an API key, or an analyst's session.

    Raises:
        werkzeug.exceptions.Unauthorized: the caller has neither.
    """
    if bearer_key() is not None:
        return
    if not (current_user.is_authenticated and current_user.role.includes(Role.ANALYST)):
        raise unauthorized("This call needs an API key.")
