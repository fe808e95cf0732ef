"""Incidents as their readers see and handle them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from airparadis.config.settings import Config
from airparadis.db.tables import Incident
from airparadis.domain.accounts.roles import Role
from airparadis.domain.incidents.incident import IncidentState
from airparadis.lib.clock import utc_now
from airparadis.notify.mail_links import VALID_DAYS, acknowledge_token
from airparadis.services.incidents import incidents
from airparadis.web.extensions import db
from tests.support.pages.page import Page
from tests.web.pages import test_pages
from tests.web.pages.predictions.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]


def open_incident(app: Flask) -> None:
    """Report three predictions wrong and let the monitor look."""
    client = app.test_client()
    for text in ("I love it", "great & <b>good</b>", "so bad"):
        client.post(f"{submit(client, text)}/feedback", data={"is_correct": "false"})
    config: Config = app.extensions["airparadis"].config
    with app.app_context():
        assert incidents.check_error_window(db.session(), config.alert_policy, utc_now())
        db.session.commit()


def state(app: Flask) -> IncidentState:
    with app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        return incident.state


@pytest.fixture
def link(app: Flask, config: Config) -> str:
    """The address in the mail about an open incident."""
    open_incident(app)
    return f"/incidents/{acknowledge_token(config.signing_key(), 1)}"


def snoozed(client: FlaskClient) -> str:
    open_incident(client.application)
    client.post("/admin/incidents/1/snooze", data={"hours": "4"})
    return client.get("/admin/incidents/1").text


def listed(client: FlaskClient) -> str:
    open_incident(client.application)
    return client.get("/admin/incidents").text


def by_mail(client: FlaskClient) -> str:
    open_incident(client.application)
    config: Config = client.application.extensions["airparadis"].config
    token = acknowledge_token(config.signing_key(), 1)
    return client.application.test_client().get(f"/incidents/{token}").text


PAGES: dict[str, Callable[[FlaskClient], str]] = {
    "no incidents": lambda client: client.get("/admin/incidents").text,
    "list": listed,
    "snoozed": snoozed,
    "mail link": by_mail,
    "bad link": lambda client: client.get("/incidents/nonsense").text,
    "settings": lambda client: client.get("/admin/settings").text,
    "refused rule": lambda client: client.post("/admin/settings", data={"threshold": "x"}).text,
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_its_pages_are_built_for_every_reader(log_in: LogIn, name: str, language: str) -> None:
    client = log_in(Role.ADMINISTRATOR)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    test_pages.test_a_page_is_built_for_every_reader(Page(PAGES[name](client)))


def test_the_page_tells_state_timeline_mail_and_tweets(app: Flask, log_in: LogIn) -> None:
    open_incident(app)
    client = log_in(Role.ANALYST)
    page = " ".join(client.get("/admin/incidents/1").text.split())
    for words in (
        "3 predictions reported wrong",
        "Nobody has acknowledged it yet",
        "Opened: 3 predictions reported wrong",
        "None: no channel is configured",
        'I <mark class="word word-positive word-3">love</mark> it</a>',
        "&amp; &lt;b&gt;",
        "Snooze for 24 hours",
    ):
        assert words in page


def test_acknowledging_names_who_did_it(app: Flask, log_in: LogIn) -> None:
    open_incident(app)
    client = log_in(Role.ANALYST)
    response = client.post("/admin/incidents/1/acknowledge", follow_redirects=True)
    assert "by analyst@example.org: no reminder is sent" in response.text
    assert response.text.count("Acknowledge</button>") == 0
    assert state(app) is IncidentState.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("hours", "status", "expected"),
    [
        ("1", 303, IncidentState.SNOOZED),
        ("24", 303, IncidentState.SNOOZED),
        ("5", 400, IncidentState.OPEN),
        ("x", 400, IncidentState.OPEN),
    ],
)
def test_a_snooze_is_one_that_a_button_offers(
    app: Flask, log_in: LogIn, hours: str, status: int, expected: IncidentState
) -> None:
    open_incident(app)
    client = log_in(Role.ANALYST)
    assert client.post("/admin/incidents/1/snooze", data={"hours": hours}).status_code == status
    assert state(app) is expected


@pytest.mark.parametrize("path", ["/admin/incidents", "/admin/incidents/1"])
def test_a_viewer_reads_incidents_and_does_nothing_about_them(
    app: Flask, log_in: LogIn, path: str
) -> None:
    open_incident(app)
    assert app.test_client().get(path).status_code == 302
    client = log_in(Role.VIEWER)
    page = client.get(path)
    assert page.status_code == 200
    assert '/acknowledge"' not in page.text
    assert client.post("/admin/incidents/1/acknowledge").status_code == 403


def test_an_analyst_may_not_change_the_rule(log_in: LogIn) -> None:
    assert log_in(Role.ANALYST).get("/admin/settings").status_code == 403


def test_an_unknown_incident_is_not_found(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    assert client.get("/admin/incidents/7").status_code == 404
    assert client.post("/admin/incidents/7/acknowledge").status_code == 404
    assert client.get("/admin/incidents?page=2").status_code == 404


def test_the_list_has_pages(app: Flask, log_in: LogIn) -> None:
    with app.app_context():
        for minute in range(21):
            at = utc_now() - timedelta(minutes=minute)
            times = dict.fromkeys(("first_report_at", "last_report_at", "opened_at"), at)
            values = {"threshold": 3, "window_seconds": 300, "report_count": 3, "resolved_at": at}
            db.session.add(Incident(state=IncidentState.RESOLVED, **values, **times))
        db.session.commit()
    client = log_in(Role.ANALYST)
    [older] = [
        link for link in Page(client.get("/admin/incidents").text).all("a") if link["rel"] == "next"
    ]
    assert older["href"] == "/admin/incidents?page=2"
    assert "Page 2 of 2" in client.get(older["href"]).text


def test_opening_the_link_of_a_mail_changes_nothing(
    app: Flask, client: FlaskClient, link: str
) -> None:
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200
    client.head(link)
    assert state(app) is IncidentState.OPEN
    assert "I love it" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_click_on_the_page_of_the_link_acknowledges(
    app: Flask, client: FlaskClient, link: str
) -> None:
    for _ in range(2):
        response = client.post(link, follow_redirects=True)
        assert "by link in the mail" in response.text
    with app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        assert incident.acknowledged_by == "mail link"
        assert [event.kind for event in incident.events] == ["opened", "acknowledged"]


def test_a_click_on_the_page_of_the_link_snoozes(
    app: Flask, client: FlaskClient, link: str
) -> None:
    client.post(link, data={"hours": "4"})
    client.post(link, data={"hours": "4"})
    with app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        assert incident.state is IncidentState.SNOOZED
        assert [event.kind for event in incident.events] == ["opened", "snoozed"]


def test_a_click_needs_the_token_of_the_form(app: Flask, client: FlaskClient, link: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(link).status_code == 400
    assert state(app) is IncidentState.OPEN


@pytest.mark.parametrize("forge", [lambda link: link[:-3], lambda link: link.replace(".", ".x", 1)])
def test_a_forged_link_is_refused(
    app: Flask, client: FlaskClient, link: str, forge: Callable[[str], str]
) -> None:
    for answer in (client.get(forge(link)), client.post(forge(link))):
        assert answer.status_code == 404
        assert "This link is not valid" in answer.text
    assert state(app) is IncidentState.OPEN


def test_another_signed_text_is_no_link(client: FlaskClient, link: str, config: Config) -> None:
    from itsdangerous import URLSafeTimedSerializer

    other = URLSafeTimedSerializer(config.signing_key(), salt="cookie-session").dumps(1)
    assert client.get(f"/incidents/{other}").status_code == 404


def test_a_link_expires(app: Flask, client: FlaskClient, link: str) -> None:
    later = utc_now() + timedelta(days=VALID_DAYS)
    with time_machine.travel(later - timedelta(minutes=1)):
        assert client.get(link).status_code == 200
    with time_machine.travel(later + timedelta(minutes=1)):
        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 410
            assert "This link has expired" in answer.text
    assert state(app) is IncidentState.OPEN
