"""The blueprint of the API and what holds for all of its calls."""

from collections.abc import Mapping

from flask import request
from flask_limiter.util import get_remote_address
from flask_openapi3 import APIBlueprint
from flask_openapi3.types import ResponseDict
from werkzeug.exceptions import BadRequest, Forbidden, Unauthorized, UnsupportedMediaType

from airparadis.domain.accounts.policy import Scope
from airparadis.web.access.access import bearer_key, require_scope, unauthorized
from airparadis.web.api.error_schemas import ErrorReply
from airparadis.web.extensions import csrf, limiter
from airparadis.web.runtime import runtime
from airparadis.web.urls import API_PREFIX

ERRORS: ResponseDict = {
    400: ErrorReply,
    401: ErrorReply,
    403: ErrorReply,
    404: ErrorReply,
    413: ErrorReply,
    415: ErrorReply,
    422: ErrorReply,
    429: ErrorReply,
    503: ErrorReply,
}


def caller() -> str:
    """Who is counted: a key wherever it is used, else an address."""
    try:
        key = bearer_key()
    except Unauthorized:
        key = None
    return f"key:{key.id}" if key else get_remote_address()


bp = APIBlueprint("api", __name__, url_prefix=API_PREFIX, abp_responses=ERRORS)
csrf.exempt(bp)  # no call that changes anything is authenticated by cookie
limiter.limit(lambda: runtime().config.rate_limit_api, key_func=caller)(bp)


SCOPES: Mapping[str, Scope | None] = {
    "api.predict": Scope.PREDICT,
    "api.vote": Scope.FEEDBACK,
    "api.take_tweets": Scope.TWEETS,
    "api.stats": Scope.READ,
    "api.drift_of_window": Scope.READ,
    "api.wrong": Scope.READ,
    "api.history": Scope.READ,
    "api.prediction": None,
    "api.model": None,
}
"""What a key must be for, by endpoint; None where any key will do, as none would."""


@bp.before_request
def check_key() -> None:
    """A key that is sent must be valid and for this call; scoring and voting need one if the
    setting says so. A call that `SCOPES` does not name is for no key."""
    if bearer_key() is None:
        if request.method == "POST" and runtime().config.api_key_required:
            raise unauthorized("This call needs an API key.")
        return
    endpoint = request.endpoint or ""
    if endpoint not in SCOPES:
        raise Forbidden("No API key is for this call.")
    scope = SCOPES[endpoint]
    if scope is not None:
        require_scope(scope)


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
