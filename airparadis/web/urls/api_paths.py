"""The API's place among the addresses."""

from flask import request

PREFIX = "/api/v1"


def is_api_request() -> bool:
    """Whether the current request is for the API, whose every answer is JSON."""
    return request.path.startswith(f"{PREFIX}/")
