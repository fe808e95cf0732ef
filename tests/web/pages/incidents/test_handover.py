"""Owners and notes of an incident, and taking an acknowledgement back."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.services.incidents.handover import MAX_NOTE
from airparadis.web.extensions import db
from tests.support.pages.page import Element, Page
from tests.support.pages.undo import press_undo
from tests.web.pages.incidents.test_incidents import open_incident

LogIn = Callable[[Role], FlaskClient]
PAGE = "/admin/incidents/1"
LIST = "/admin/incidents"


@pytest.fixture
def analyst(app: Flask, log_in: LogIn) -> FlaskClient:
    open_incident(app)
    return log_in(Role.ANALYST)


def add_account(app: Flask, role: Role) -> None:
    with app.app_context():
        email, password = f"{role}@example.org", "correct horse battery"
        accounts.create_user(db.session(), email, password, role, utc_now())
        db.session.commit()


def rows(html: str, name: str) -> list[Element]:
    return [row for row in Page(html).all("li") if row["class"] == name]


def follow(client: FlaskClient, path: str, **data: str) -> str:
    reply = client.post(path, data=data, follow_redirects=True)
    assert reply.status_code == 200
    return reply.text


def undo(client: FlaskClient, page: str) -> str:
    return client.get(press_undo(client, page).location).text


def test_who_acknowledges_owns_it_and_may_take_it_back(analyst: FlaskClient) -> None:
    page = follow(analyst, f"{PAGE}/acknowledge")
    assert "Acknowledged: you are on it." in page
    assert "owner: analyst@example.org" in analyst.get(LIST).text
    page = undo(analyst, page)
    assert "Acknowledgement undone" in page
    assert "Nobody yet." in page
    assert "Nobody has acknowledged it yet" in page


def test_an_incident_is_handed_to_a_colleague(app: Flask, analyst: FlaskClient) -> None:
    add_account(app, Role.ADMINISTRATOR)
    page = follow(analyst, f"{PAGE}/owner", owner="administrator@example.org")
    assert "Owner: administrator@example.org" in page
    assert len(rows(analyst.get(f"{LIST}?owner=me").text, "incident")) == 0
    follow(analyst, f"{PAGE}/acknowledge")
    assert "owner: administrator@example.org" in analyst.get(LIST).text, "an owner stays"
    assert "No owner any more" in follow(analyst, f"{PAGE}/owner", owner="")
    assert len(rows(analyst.get(f"{LIST}?owner=nobody").text, "incident")) == 1


def test_a_change_of_owner_is_undone_unless_somebody_changed_it(
    app: Flask, analyst: FlaskClient
) -> None:
    add_account(app, Role.ADMINISTRATOR)
    follow(analyst, f"{PAGE}/owner", owner="analyst@example.org")
    page = follow(analyst, f"{PAGE}/owner", owner="administrator@example.org")
    assert "The owner is analyst@example.org again." in undo(analyst, page)
    assert "This cannot be undone" in undo(analyst, page), "nothing is undone twice"


def test_a_snooze_is_undone_and_the_acknowledgement_is_back(analyst: FlaskClient) -> None:
    acknowledged = follow(analyst, f"{PAGE}/acknowledge")
    page = follow(analyst, f"{PAGE}/snooze", hours="1")
    assert "Snoozed: nothing is sent for now." in page
    assert "This cannot be undone" in undo(analyst, acknowledged)
    assert "Acknowledged" in undo(analyst, page)
    assert "owner: analyst@example.org" in analyst.get(f"{LIST}?state=acknowledged").text
    assert "This cannot be undone" in undo(analyst, page)


@pytest.mark.parametrize("name", ["acknowledgement", "snooze", "owner", "label", "assignment"])
def test_viewers_undo_nothing_and_garbage_harms_nobody(
    analyst: FlaskClient, log_in: LogIn, name: str
) -> None:
    garbage = {"incident": "1", "event": "\0", "label": "9" * 400, "prediction": "x", "next": "//x"}
    assert analyst.post(f"/undo/{name}", data=garbage).location == "/"
    assert log_in(Role.VIEWER).post(f"/undo/{name}", data=garbage).status_code == 403


def test_only_what_the_registry_names_is_undone(analyst: FlaskClient) -> None:
    assert analyst.post("/undo/everything").status_code == 404


@pytest.mark.parametrize("owner", ["viewer@example.org", "nobody@example.org", "x\0y"])
def test_only_who_may_act_can_own(app: Flask, analyst: FlaskClient, owner: str) -> None:
    add_account(app, Role.VIEWER)
    reply = analyst.post(f"{PAGE}/owner", data={"owner": owner})
    assert reply.status_code == 422
    assert "Choose an active account that may act on incidents." in reply.text


def test_a_note_is_kept_with_author_and_time(analyst: FlaskClient) -> None:
    page = follow(analyst, f"{PAGE}/notes", note="Called the <b>airport</b>.\nBelts stand still.")
    assert "Called the &lt;b&gt;airport&lt;/b&gt;.\nBelts stand still." in page
    [event] = rows(page, "event event-noted")
    assert "by analyst@example.org" in event.text


@pytest.mark.parametrize("note", ["", " \n ", "x" * (MAX_NOTE + 1)])
def test_a_refused_note_comes_back(analyst: FlaskClient, note: str) -> None:
    reply = analyst.post(f"{PAGE}/notes", data={"note": note})
    assert reply.status_code == 422
    assert 'id="note-error"' in reply.text
    assert note in reply.text


def test_a_viewer_reads_notes_and_who_may_write_them(analyst: FlaskClient, log_in: LogIn) -> None:
    follow(analyst, f"{PAGE}/notes", note="On it.")
    viewer = log_in(Role.VIEWER)
    page = viewer.get(PAGE).text
    assert "On it." in page
    assert "Analysts and administrators can take ownership" in page
    assert "<textarea" not in page
    assert viewer.post(f"{PAGE}/notes", data={"note": "Me, too"}).status_code == 403


def test_an_unknown_incident_has_no_notes(analyst: FlaskClient) -> None:
    assert analyst.post(f"{LIST}/99/notes", data={"note": "x"}).status_code == 404
