"""The list of incidents: filters in the address, actions in the row."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from tests.support.pages.page import Page
from tests.web.pages.incidents.test_incidents import open_incident

LogIn = Callable[[Role], FlaskClient]
LIST = "/admin/incidents"


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ("", True),
        ("state=open", True),
        ("state=unresolved", True),
        ("state=resolved", False),
        ("state=nonsense", True),
        ("cause=errors", True),
        ("cause=burst", False),
        ("stream=1", False),
        ("since=2020-01-01", True),
        ("until=2020-01-01", False),
        ("since=nonsense&until=0000", True),
        ("until=9999-12-31", True),
    ],
)
def test_the_filter_is_in_the_address(
    app: Flask, log_in: LogIn, query: str, is_listed: bool
) -> None:
    open_incident(app)
    page = log_in(Role.ANALYST).get(f"{LIST}?{query}")
    assert page.status_code == 200
    rows = [row for row in Page(page.text).all("li") if row["class"] == "incident"]
    assert bool(rows) is is_listed


def test_a_row_is_acknowledged_and_then_names_its_owner(app: Flask, log_in: LogIn) -> None:
    open_incident(app)
    analyst = log_in(Role.ANALYST)
    where = f"{LIST}?state=unresolved"
    reply = analyst.post(f"{LIST}/1/acknowledge", data={"next": where})
    assert reply.location == where
    assert "owner: analyst@example.org" in analyst.get(where).text


def test_a_viewer_reads_who_may_act(app: Flask, log_in: LogIn) -> None:
    open_incident(app)
    viewer = log_in(Role.VIEWER)
    assert "Analysts and administrators can acknowledge an incident." in viewer.get(LIST).text
    assert "Analysts and administrators can take ownership" in viewer.get(f"{LIST}/1").text
