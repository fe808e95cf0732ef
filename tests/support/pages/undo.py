"""The undo button of a page, pressed without a browser."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.pages.page import Page


def press_undo(client: FlaskClient, html: str) -> TestResponse:
    """Send the page's one form that undoes something."""
    page = Page(html)
    [form] = [form for form in page.all("form") if form["action"].startswith("/undo/")]
    fields = {
        field["name"]: field["value"]
        for field in page.all("input")
        if any(ancestor is form for ancestor in field.ancestors)
    }
    return client.post(form["action"], data=fields)
