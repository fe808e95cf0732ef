"""The blueprint of the API and what holds for all of its calls."""

from collections.abc import Mapping

from flask import request
from flask_openapi3 import APIBlueprint
from flask_openapi3.types import ResponseDict
from werkzeug.exceptions import BadRequest, Forbidden, UnsupportedMediaType

from airparadis.domain.accounts.policy import Scope
from airparadis.lib.json_text import check_nesting
from airparadis.web.access.access import bearer_key, require_scope, unauthorized
from airparadis.web.api import work
from airparadis.web.api.error_schemas import ErrorReply
from airparadis.web.api.wire import no_json
from airparadis.web.extensions import csrf
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


bp = APIBlueprint("api", __name__, url_prefix=API_PREFIX, abp_responses=ERRORS)
csrf.exempt(bp)  # no call that changes anything is authenticated by cookie


bp.before_request(work.count_call)
bp.after_request(work.add_headers)


SCOPES: Mapping[str, Scope | None] = {
    "api.predict": Scope.PREDICT,
    "api.vote": Scope.FEEDBACK,
    "api.take_tweets": Scope.TWEETS,
    "api.stats": Scope.READ,
    "api.drift_of_window": Scope.READ,
    "api.drift_over_time": Scope.READ,
    "api.wrong": Scope.READ,
    "api.history": Scope.READ,
    "api.prediction": None,
    "api.model": None,
}
"""Scope that a key needs, by endpoint; None where any key will do, as none would."""


@bp.before_request
def check_key() -> None:
    """Require a key that is sent to be valid and for this call; scoring and voting need one if the
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
    """Require a posted body to be a JSON object and declared as such; tweets may also be a list."""
    if request.method != "POST":
        return
    _refuse_encoded()
    work.count_body(len(request.get_data()))
    if request.endpoint == "api.take_tweets":
        return
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json.")
    try:
        check_nesting(request.get_data())
        body = request.get_json()
    except (BadRequest, ValueError):
        raise no_json(request.get_data()) from None
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")


def _refuse_encoded() -> None:
    """Refuse a body that is packed: unpacked it may be of any size."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise UnsupportedMediaType(
            f"Send the body as it is: Content-Encoding {encoding[:40]} is not read."
        )
