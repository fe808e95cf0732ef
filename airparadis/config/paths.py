"""Where pages are, also for who answers no request."""

from flask import current_app


def path_to(endpoint: str, **values: object) -> str:
    """The path of a page, known outside a request too, where `url_for` is not."""
    return current_app.url_map.bind("localhost").build(endpoint, values)
