"""The landing page and the navigation around every page."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from tests.support.pages.page import Page
from tests.web.pages.incidents.test_incidents import open_incident

LogIn = Callable[[Role], FlaskClient]

ALL = ["/home", "/", "/radar", "/admin/incidents", "/admin/review", "/admin/batches"]


def bar(client: FlaskClient, path: str = "/home") -> list[str]:
    """Return the addresses of the bar, which comes before the menu of phones."""
    links = [link["href"] for link in Page(client.get(path).text).all("a") if link.inside("nav")]
    return links[: links.index("/home", 1)]


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        (Role.VIEWER, ["/home", "/", "/radar", "/admin/incidents", "/admin"]),
        (Role.ANALYST, [*ALL, "/admin"]),
        (Role.ADMINISTRATOR, [*ALL, "/admin", "/admin/accounts"]),
    ],
)
def test_the_bar_shows_the_sections_of_the_role(
    log_in: LogIn, role: Role, sections: list[str]
) -> None:
    assert bar(log_in(role)) == sections


def test_a_page_below_a_section_marks_the_section_and_its_tab(log_in: LogIn) -> None:
    page = Page(log_in(Role.ANALYST).get("/admin/drift").text)
    marked = {link["href"]: link["aria-current"] for link in page.all("a") if link["aria-current"]}
    assert marked["/admin"] == "true"
    assert marked["/admin/drift"] == "page"


def test_without_incidents_the_landing_page_says_so(log_in: LogIn) -> None:
    page = log_in(Role.VIEWER).get("/home").text
    assert "No open incidents" in page
    assert "There has been none so far." in page
    assert 'class="count"' not in page


def test_an_open_incident_is_the_headline_and_counted_on_every_page(
    app: Flask, log_in: LogIn
) -> None:
    open_incident(app)
    analyst = log_in(Role.ANALYST)
    [heading] = Page(analyst.get("/home").text).all("h1")
    assert heading.text.strip() == "3 predictions reported wrong"
    assert "Take on 1 open incident" in analyst.get("/home").text
    assert analyst.get("/radar").text.count('class="count">1') == 2


def test_an_incident_is_acknowledged_in_its_row(app: Flask, log_in: LogIn) -> None:
    open_incident(app)
    analyst = log_in(Role.ANALYST)
    reply = analyst.post("/admin/incidents/1/acknowledge", data={"next": "/home"})
    assert reply.location == "/home"
    assert "Somebody is on it." in analyst.get("/home").text


def test_a_viewer_is_told_who_may_act(app: Flask, log_in: LogIn) -> None:
    open_incident(app)
    page = log_in(Role.VIEWER).get("/home").text
    assert "Analysts and administrators can acknowledge an incident." in page
    assert "/acknowledge" not in page


def test_the_next_steps_name_what_waits(app: Flask, log_in: LogIn) -> None:
    open_incident(app)
    steps = log_in(Role.ADMINISTRATOR).get("/home").text
    assert "Review 3 tweets" in steps
    assert "Set up alerts" in steps
    assert "Create a stream" in steps
