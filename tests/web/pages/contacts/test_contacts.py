"""Contact points and routes in the pages, and what leaves by them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.config.settings import Config
from airparadis.db.tables import AlertRoute, AuditEntry, ContactPoint, OutboxMessage
from airparadis.domain.accounts.roles import Role
from airparadis.jobs import error_window
from airparadis.notify.contacts import current_notifiers
from airparadis.services.messages.quiet_hours import current_hours
from airparadis.services.radar import streams
from airparadis.web.extensions import db, mail
from tests.jobs.test_error_window import report_wrong
from tests.support.pages.page import Page
from tests.support.streams import stream

LogIn = Callable[[Role], FlaskClient]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOOK = "https://hooks.example.org/secret-path"
WAYS = {
    "mail_server": "127.0.0.1",
    "alert_recipients": ("oncall@example.org", "pr@example.org"),
    "alert_webhook_url": HOOK,
    "alert_webhook_secret": "whisper",
    "alert_chat_urls": ("json://127.0.0.1:9/secret-path",),
}


@pytest.fixture
def config(config: Config, request: pytest.FixtureRequest) -> Config:
    return config.model_copy(update=getattr(request, "param", {}))


@pytest.fixture
def administrator(log_in: LogIn) -> FlaskClient:
    return log_in(Role.ADMINISTRATOR)


def adopted(client: FlaskClient) -> FlaskClient:
    assert client.post("/admin/contacts/adopt").status_code == 303
    return client


def add(client: FlaskClient, channel: str, **form: str) -> int:
    made = client.post(f"/admin/contacts/new?channel={channel}", data=form)
    assert made.status_code == 303, made.text
    return int(made.location.rpartition("/")[2])


@pytest.mark.parametrize("config", [WAYS], indirect=True)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_environment_s_contacts_are_the_first_values(
    app: Flask, administrator: FlaskClient, language: str
) -> None:
    administrator.set_cookie("language", language)
    before = administrator.get("/admin/contacts").text
    assert "oncall@example.org, pr@example.org" in before
    adopted(administrator)
    page = administrator.get("/admin/contacts").text
    assert "oncall@example.org, pr@example.org" in page
    with app.app_context():
        points = db.session.query(ContactPoint).order_by(ContactPoint.id).all()
        assert [point.channel.value for point in points] == ["mail", "chat", "webhook"]
        assert points[2].secret == "whisper"
        assert all(len(point.routes) == 1 for point in points)
    for text in (
        before,
        page,
        *(administrator.get(f"/admin/contacts/{n}").text for n in (1, 2, 3)),
    ):
        assert "secret-path" not in text
        assert "whisper" not in text
        parsed = Page(text)
        assert len(parsed.all("h1")) == 1
        assert len(parsed.ids()) == len(set(parsed.ids()))
    settings = administrator.get("/admin/settings").text
    assert "/admin/contacts" in settings
    assert "ALERT_CHAT_URLS" not in settings
    assert administrator.post("/admin/contacts/reset").status_code == 303
    with app.app_context():
        assert db.session.query(ContactPoint).count() == db.session.query(AlertRoute).count() == 0


@pytest.mark.parametrize("config", [WAYS], indirect=True)
def test_what_waits_goes_on_when_contacts_are_taken_over_or_renamed(
    app: Flask, config: Config, administrator: FlaskClient
) -> None:
    report_wrong(app, "so bad", "not good", "bad meal")
    with app.app_context():
        notifiers = current_notifiers(db.session(), config, mail)
        hours = current_hours(db.session(), config)
        error_window.run_once(db.session(), config.alert_policy, notifiers, NOON, hours)
    adopted(administrator)
    form = {"name": "Desk", "recipients": "oncall@example.org"}
    assert administrator.post("/admin/contacts/1", data=form).status_code == 303
    with app.app_context():
        targets = {message.target for message in db.session.query(OutboxMessage)}
        routes = {found.route.target for found in current_notifiers(db.session(), config, mail)}
        assert targets == routes
        assert "Desk #1" in targets


def test_secrets_are_kept_changed_and_never_shown(app: Flask, administrator: FlaskClient) -> None:
    client = adopted(administrator)
    number = add(client, "webhook", name="Hook", address=HOOK, secret="whisper")
    for form, address, secret in (
        ({"name": "Hook 2"}, HOOK, "whisper"),
        ({"name": "Hook 2", "address": HOOK + "/2", "secret": "hush"}, HOOK + "/2", "hush"),
        ({"name": "Hook 2", "no_secret": "y"}, HOOK + "/2", ""),
    ):
        saved = client.post(f"/admin/contacts/{number}", data=form, follow_redirects=True)
        assert saved.status_code == 200
        assert "secret-path" not in saved.text
        with app.app_context():
            point = db.session.get(ContactPoint, number)
            assert point is not None
            assert (point.name, point.address, point.secret) == ("Hook 2", address, secret)
    with app.app_context():
        log = " ".join(f"{entry.target} {entry.detail}" for entry in db.session.query(AuditEntry))
    for secret in ("secret-path", "whisper", "hush"):
        assert secret not in log


@pytest.mark.parametrize(
    ("channel", "form", "fault"),
    [
        ("mail", {"name": "A", "recipients": "a@x;b@y"}, "Enter 1 to 50 mail addresses"),
        ("mail", {"name": "A", "recipients": ""}, "Enter 1 to 50 mail addresses"),
        ("mail", {"name": "A", "recipients": "a@b\r\nBcc: x@example.org"}, "Enter 1 to 50"),
        ("mail", {"name": "", "recipients": "a@example.org"}, "Enter a name."),
        ("mail", {"name": "x" * 61, "recipients": "a@example.org"}, "at most 60 characters"),
        ("mail", {"name": "Taken", "recipients": "a@example.org"}, "already has this name"),
        ("webhook", {"name": "A", "address": "ftp://x.example/secret-path"}, "such as https://"),
        ("webhook", {"name": "A", "address": "https://"}, "such as https://"),
        ("webhook", {"name": "A", "address": ""}, "such as https://"),
        ("chat", {"name": "A", "address": "hunter2://secret-path"}, "a chat that Apprise knows"),
        ("chat", {"name": "A", "address": "slack://x"}, "a chat that Apprise knows"),
        ("chat", {"name": "A", "address": "syslog://localhost"}, "a chat that Apprise knows"),
        (
            "chat",
            {"name": "A", "address": "workflows://x.example/a/b?template=/etc/secret-path"},
            "may not name a file",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(
    administrator: FlaskClient, channel: str, form: dict[str, str], fault: str
) -> None:
    client = adopted(administrator)
    add(client, "mail", name="Taken", recipients="taken@example.org")
    refused = client.post(f"/admin/contacts/new?channel={channel}", data=form)
    assert refused.status_code == 422
    assert fault in refused.text
    assert 'class="field-error"' in refused.text
    assert "secret-path" not in refused.text


def test_routes_are_added_and_removed(app: Flask, administrator: FlaskClient) -> None:
    client = adopted(administrator)
    with app.app_context():
        watched = stream(db.session(), "Delta", ["delta"]).id
    number = add(client, "mail", name="Press", recipients="press@example.org")
    url = f"/admin/contacts/{number}"
    form = {"topic": "burst", "stream": str(watched), "severity": "5"}
    for _ in range(2):  # twice is once
        assert client.post(f"{url}/routes", data=form).status_code == 303
    page = client.get(url).text
    assert "bursts of streams, stream Delta, from severity 5" in page
    first = re.findall(rf'action="({url}/routes/\d+/remove)"', page)
    assert len(first) == 2
    client.post(first[0])
    assert "everything" not in re.sub(r"<option.*?</option>", "", client.get(url).text)
    for wrong in ({"severity": "11"}, {"severity": "x"}, {"topic": "weather"}, {"stream": "99"}):
        assert client.post(f"{url}/routes", data=wrong).status_code == 422
    with app.app_context():
        session = db.session()
        streams.remove(session, streams.find(session, watched))
        session.commit()
        assert session.query(AlertRoute).count() == 0, "not a route for any stream"
    assert "nothing" in client.get("/admin/contacts").text


def test_quiet_hours_are_set_and_taken_away(app: Flask, administrator: FlaskClient) -> None:
    url, config = "/admin/contacts/quiet-hours", app.extensions["airparadis"].config
    form = {"start": "22:00", "end": "07:00", "break_at": "5"}
    assert administrator.post(url, data=form).status_code == 303
    with app.app_context():
        hours = current_hours(db.session(), config)
        assert hours is not None
        assert hours.hold_until(NOON + timedelta(hours=11)) == NOON + timedelta(hours=19)
        assert hours.hold_until(NOON + timedelta(hours=11), 5) is None
    for wrong in ({"start": "22:00"}, {"start": "22:00", "end": "22:00"}, {"break_at": "-1"}):
        assert administrator.post(url, data={"break_at": "0"} | wrong).status_code == 422
    administrator.post(url, data={"break_at": "0"})
    with app.app_context():
        assert current_hours(db.session(), config) is None


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_only_administrators_see_them(log_in: LogIn, role: Role) -> None:
    assert log_in(role).get("/admin/contacts").status_code == 403


def test_nothing_is_made_before_contacts_are_taken_over(administrator: FlaskClient) -> None:
    for path in ("new?channel=mail", "new?channel=fax", "7"):
        assert administrator.get(f"/admin/contacts/{path}").status_code == 404
