"""Paths of pages, for messages that are written outside a request."""

from flask import current_app


def path_to(endpoint: str, **values: object) -> str:
    """Build the path of a page; unlike `url_for`, it needs no request."""
    return current_app.url_map.bind("localhost").build(endpoint, values)
