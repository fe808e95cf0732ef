"""Lists with their filters, kept under a name."""

from collections.abc import Callable

from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.services.accounts.saved_views import MAX_VIEWS

LogIn = Callable[[Role], FlaskClient]
ADDRESS = "/admin/incidents?state=open"


def save(client: FlaskClient, name: str = "Open ones", address: str = ADDRESS) -> str:
    reply = client.post("/views", data={"name": name, "address": address}, follow_redirects=True)
    assert reply.status_code == 200
    return reply.text


def test_a_filter_is_saved_found_on_the_home_page_and_deleted(log_in: LogIn) -> None:
    viewer = log_in(Role.VIEWER)
    assert "Save this view" in viewer.get(ADDRESS).text
    assert "Save this view" not in viewer.get("/admin/incidents").text
    assert "Saved. You find it on the home page." in save(viewer)
    assert f'<a href="{ADDRESS}">Open ones</a>' in viewer.get("/home").text
    save(viewer, address="/admin/incidents?state=resolved")
    page = viewer.get("/home").text
    assert page.count("Open ones</a>") == 1, "the same name is given to the new page"
    page = viewer.post("/views/1/remove", follow_redirects=True).text
    assert "The view is deleted." in page
    assert "Saved views" not in page


def test_what_cannot_be_saved_is_said(log_in: LogIn) -> None:
    viewer = log_in(Role.VIEWER)
    assert "a name has 1 to 60 characters" in save(viewer, name=" ")
    assert "a name has 1 to 60 characters" in save(viewer, name="x" * 61)
    assert "this filter is too long" in save(viewer, address=f"{ADDRESS}&x={'y' * 500}")
    for number in range(MAX_VIEWS):
        save(viewer, name=str(number))
    assert f"you have {MAX_VIEWS} views" in save(viewer, name="one more")


def test_addresses_elsewhere_and_views_of_others_are_out_of_reach(
    log_in: LogIn, client: FlaskClient
) -> None:
    viewer = log_in(Role.VIEWER)
    save(viewer, "mine", "//example.org")
    assert '<a href="/home">mine</a>' in viewer.get("/home").text
    viewer.post("/logout")
    log_in(Role.ANALYST)
    client.post("/views/1/remove")
    assert "mine" not in client.get("/home").text
    client.post("/logout")
    again = client.post("/views", data={"name": "x", "address": ADDRESS})
    assert "/login" in again.location
