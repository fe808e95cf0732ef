"""The radar's pages, in both languages, and what they let nobody do unasked."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage, Stream, Tweet
from airparadis.domain.accounts.roles import Role
from airparadis.jobs import radar
from airparadis.notify.mail import MailNotifier
from airparadis.notify.mail_text import digest_mail
from airparadis.services.messages import digest
from airparadis.services.radar import listing
from airparadis.web.extensions import db, mail
from tests.jobs.test_error_window import log_lines
from tests.support.pages.page import Page
from tests.support.states import States
from tests.support.streams import NOON, feed, stream, tweet

LogIn = Callable[[Role], FlaskClient]
BURST = NOON + timedelta(days=4)


@pytest.fixture
def hot(app: Flask, config: Config, states: States) -> Flask:
    """A stream with a burst that was told by mail."""
    states.prepare(app, "burst", lambda: make_burst(app, config))
    return app


def make_burst(app: Flask, config: Config) -> None:
    told = config.model_copy(
        update={"mail_server": "127.0.0.1", "alert_recipients": ("pr@example.org",)}
    )
    with app.app_context(), time_machine.travel(BURST + timedelta(minutes=12), tick=False):
        session = db.session()
        stream(session, "Air <France>")
        feed(session, [tweet(f"b{n}", "good morning", 20 * n) for n in range(288)])
        texts = [f"@bob air france is bad, bag number{n} lost" for n in range(8)]
        feed(session, [tweet(f"s{n}", text, 4 * 1440 + n) for n, text in enumerate(texts)])
        notifiers = [MailNotifier(mail, told)]
        radar.run_once(session, told, notifiers, BURST + timedelta(minutes=12))


@pytest.fixture
def reader(hot: Flask, log_in: LogIn) -> FlaskClient:
    return log_in(Role.ANALYST)


PATHS = (
    "/radar",
    "/radar/streams/1",
    "/radar/streams/1?hours=24&until=2026-06-05T13:00:00",
    "/radar/streams/1/tweets",
    "/radar/streams/1?since=2026-06-01T13:00:00&until=2026-06-05T13:00:00",
    "/radar/streams/1/tweets?label=negative&search=bag&order=reach",
    "/radar/streams/1/tweets?burst=1&order=copies",
    "/radar/uploads",
    "/radar/streams/1/edit",
    "/radar/streams/new",
    "/radar/bursts/1",
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_well_formed_and_labelled(
    reader: FlaskClient, path: str, language: str
) -> None:
    reader.set_cookie("language", language)
    response = reader.get(path)
    assert response.status_code == 200
    page = Page(response.text)
    assert len(page.all("h1")) == 1
    assert len(page.ids()) == len(set(page.ids()))
    labelled = {label["for"] for label in page.all("label")}
    for field in page.fields():
        assert field["id"] in labelled or field.inside("label")
    assert not [element for element in page.elements if element["style"] or element["onclick"]]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_shown_to_strangers(hot: Flask, client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 302


def test_the_overview_says_first_what_runs_hot(reader: FlaskClient) -> None:
    page = reader.get("/radar").text
    assert "1 stream is spiking" in page
    assert "Air &lt;France&gt;: 8 tweets in" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_empty_radar_says_what_to_do(log_in: LogIn, language: str) -> None:
    analyst = log_in(Role.ANALYST)
    analyst.set_cookie("language", language)
    page = Page(analyst.get("/radar").text)
    steps = [link["href"] for link in page.all("a") if link.inside("ol")]
    assert steps == ["/radar/streams/new", "/radar/uploads", "/api/docs"]
    title = {"en": "No streams yet", "fr": "Aucun flux pour l’instant"}[language]
    assert [heading.text.strip() for heading in page.all("h1")] == [title]
    assert "Quiet" not in log_in(Role.VIEWER).get("/radar").text


def test_the_report_tells_what_is_said_and_masks_handles(reader: FlaskClient) -> None:
    page = reader.get("/radar/bursts/1").text
    assert "Baggage" in page
    assert "bag" in page
    assert "@bob" not in page
    assert "Nobody has acknowledged it yet." in page
    assert "Opened: 8 tweets" in page


def test_the_incidents_page_of_a_burst_is_its_report(reader: FlaskClient) -> None:
    assert reader.get("/admin/incidents/1").location == "/radar/bursts/1"
    assert "8 tweets in" in reader.get("/admin/incidents").text
    assert "8 tweets in" in reader.get("/admin").text
    reader.post("/admin/incidents/1/acknowledge")
    assert "analyst@example.org is on it." in reader.get("/radar/bursts/1").text


def test_the_mail_names_no_account(hot: Flask) -> None:
    with hot.app_context():
        message = db.session.scalars(select(OutboxMessage)).one()
    assert message.subject.startswith("[Air Paradis] Air <France>: 8 tweets in ")
    assert "/radar/bursts/1" in message.text
    assert "@bob" not in message.text + (message.html or "")
    assert "Baggage" in message.text
    assert "Air &lt;France&gt;" in (message.html or "")


def test_the_log_counts_tweets_of_a_burst_not_errors(hot: Flask, config: Config) -> None:
    [alert] = [line for line in log_lines(config) if line["event"] == "ALERT"]
    assert (alert["cause"], alert["tweets"]) == ("burst", 8)
    assert "wrong_predictions" not in alert


def test_the_digest_tells_of_a_burst_as_what_it_is(hot: Flask, config: Config) -> None:
    now = BURST + timedelta(hours=1)
    with hot.app_context():
        _, text, html = digest_mail(config, digest.gather(db.session(), now), now)
    assert "Open: Air <France>: 8 tweets in 15 minutes, usually hardly any\n" in text
    assert "Air &lt;France&gt;: 8 tweets in " in (html or "")
    assert "predictions reported wrong" not in text


def test_the_time_line_has_a_table_of_the_same_counts(reader: FlaskClient) -> None:
    page = Page(reader.get("/radar/streams/1?hours=24&until=2026-06-05T13:00:00").text)
    rows = [row.text.split("\n") for row in page.all("tr") if "12:00" in row.text]
    assert any("8" in cell for cell in rows[0])
    assert any("severity" in cell for cell in rows[0])


def test_tweets_are_filtered(reader: FlaskClient) -> None:
    assert "number3" in reader.get("/radar/streams/1/tweets?search=number3").text
    assert "number4" not in reader.get("/radar/streams/1/tweets?search=number3").text
    assert "No tweet of this stream" in reader.get("/radar/streams/1/tweets?label=positive").text
    early = reader.get("/radar/streams/1/tweets?until=2026-06-05T12:00:30Z").text
    assert "number0" in early
    assert "number1" not in early
    assert "number7" in reader.get("/radar/streams/1/tweets?burst=1").text


def test_pages_of_tweets_lead_on_and_back(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing.page, "__defaults__", (None, 3))
    seen, url = [], "/radar/streams/1/tweets"
    while url:
        page = Page(reader.get(url).text)
        seen += re.findall(r"number(\d)", " ".join(div.text for div in page.all("div")))
        url = next((link["href"] for link in page.all("a") if link["rel"] == "next"), "")
        last = page
    assert seen == list("76543210")
    (back,) = [link["href"] for link in last.all("a") if link["rel"] == "prev"]
    assert "number4" in reader.get(back).text
    for nonsense in ("after=x", "before=2026_x", "after=2026-06-05T12:00:00Z_99999999999999999999"):
        assert reader.get(f"/radar/streams/1/tweets?{nonsense}").status_code == 200


def test_a_column_leads_closer_until_single_hours(reader: FlaskClient) -> None:
    url, steps = "/radar/streams/1", 0
    while links := [
        link["href"] for link in Page(reader.get(url).text).all("a") if link.inside("svg")
    ]:
        closer = [link for link in links if "since=" in link]
        if not closer:
            break
        url, steps = closer[len(closer) // 2], steps + 1
        assert steps < 10
    assert steps >= 2


def test_viewers_read_tweets_without_authors_and_export_nothing(hot: Flask, log_in: LogIn) -> None:
    with hot.app_context():
        db.session.execute(update(Tweet).values(author="handle7"))
        db.session.commit()
    for role, is_shown in ((Role.VIEWER, False), (Role.ANALYST, True)):
        client = log_in(role)
        listed = client.get("/radar/streams/1/tweets").text
        assert "number7" in listed
        assert ("@handle7" in listed) is is_shown
        assert ("report.html" in client.get("/radar/bursts/1").text) is is_shown
        assert client.get("/radar/bursts/1/report.html").status_code == (200 if is_shown else 403)


def test_the_report_is_also_one_file_without_scripts_or_handles(hot: Flask, log_in: LogIn) -> None:
    response = log_in(Role.ANALYST).get("/radar/bursts/1/report.html")
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    page = Page(response.text)
    assert not page.all("script")
    assert not page.all("link")
    assert "@bob" not in response.text
    assert "Baggage" in response.text


def test_what_is_held_on_an_account_is_handed_out_and_deleted(hot: Flask, log_in: LogIn) -> None:
    administrator = log_in(Role.ADMINISTRATOR)
    found = administrator.post("/radar/people", data={"author": "@Lea"})
    assert "296 tweets by @Lea are stored." in found.text
    exported = administrator.post("/radar/people/export", data={"author": "Lea"})
    assert len(exported.text.splitlines()) == 296
    one = {"source": "test", "number": "s0"}
    administrator.post("/radar/people/forget-tweet", data=one)
    told = administrator.post("/radar/people/forget", data={"author": "lea"}, follow_redirects=True)
    assert "295 tweets deleted." in told.text
    with hot.app_context():
        assert not db.session.scalars(select(Tweet)).first()
    assert administrator.post("/radar/people", data={"author": " "}).status_code == 422
    assert administrator.post("/radar/people/forget-tweet", data={}).status_code == 422


def test_only_administrators_see_what_is_held_on_whom(reader: FlaskClient) -> None:
    for path in ("", "/export", "/forget", "/forget-tweet"):
        assert reader.post(f"/radar/people{path}", data={"author": "lea"}).status_code == 403
    assert reader.get("/radar/people").status_code == 403


def test_a_stream_is_made_changed_and_removed(app: Flask, log_in: LogIn) -> None:
    administrator = log_in(Role.ADMINISTRATOR)
    form = {"name": "Delta", "terms": "delta\r\n-force", "languages": "en, fr"}
    made = administrator.post("/radar/streams/new", data=form | {"sensitivity": "strict"})
    assert made.location == "/radar/streams/1"
    assert "any" in administrator.get("/radar/streams/1").text
    other = {"terms": "delta air", "sources": ["bluesky", "feed"]}
    changed = administrator.post("/radar/streams/1/edit", data=other)
    assert changed.status_code == 303
    assert "Bluesky, RSS and Atom feeds" in administrator.get("/radar/streams/1").text
    page = administrator.get("/radar/streams/1/edit").text
    assert re.findall(r'name="sources" value="(\w+)" checked', page) == ["bluesky", "feed"]
    with app.app_context():
        stored = db.session.scalars(select(Stream)).one()
        assert (stored.terms, stored.sensitivity.value) == (["delta air"], "balanced")
    administrator.post("/radar/streams/1/remove")
    assert administrator.get("/radar/streams/1").status_code == 404


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"name": "x", "terms": ""}, "terms"),
        ({"name": "x", "terms": "---"}, "terms"),
        ({"name": "", "terms": "x"}, "name"),
        ({"name": "x", "terms": "x", "languages": "en, englisch"}, "languages"),
    ],
)
def test_a_stream_that_cannot_be_made_says_why_beside_the_field(
    log_in: LogIn, form: dict[str, str], field: str
) -> None:
    response = log_in(Role.ANALYST).post("/radar/streams/new", data=form)
    assert response.status_code == 422
    page = Page(response.text)
    assert [control["name"] for control in page.fields() if control["aria-invalid"]] == [field]
    assert f"{field}-error" in page.ids()


def test_a_stream_keeps_its_name_or_gets_a_free_one(hot: Flask, reader: FlaskClient) -> None:
    form = {"terms": "air france", "languages": "en"}
    assert reader.post("/radar/streams/1/edit", data=form | {"name": "Other"}).status_code == 303
    assert "Other" in reader.get("/radar/streams/1").text
    reader.post("/radar/streams/new", data={"name": "Delta", "terms": "delta"})
    assert reader.post("/radar/streams/1/edit", data=form | {"name": "Delta"}).status_code == 422


def test_only_administrators_remove(hot: Flask, reader: FlaskClient) -> None:
    assert reader.post("/radar/streams/1/remove").status_code == 403
    with hot.app_context():
        assert db.session.scalars(select(Incident)).all()
        assert db.session.scalars(select(Tweet)).first()
