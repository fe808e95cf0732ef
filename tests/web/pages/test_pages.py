"""Every page as HTML: landmarks, headings, labels, and nothing that the security policy forbids."""

import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import Incident, OutboxMessage
from airparadis.domain.accounts.roles import Role
from airparadis.domain.incidents.incident import IncidentState, Notice
from airparadis.domain.messages.outbox import Channel, MessageState
from airparadis.lib.clock import utc_now
from airparadis.services.incidents import incidents
from airparadis.web.access.security import CONTENT_SECURITY_POLICY
from airparadis.web.extensions import db
from tests.conftest import PASSWORD
from tests.support.fakes import FakeClassifier
from tests.support.pages.page import Element, Page
from tests.web.pages.predictions.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]


def result(client: FlaskClient) -> str:
    return client.get(submit(client, "I love it, but my bag is lost")).text


def voted(client: FlaskClient) -> str:
    where = submit(client, "I love it")
    client.post(f"{where}/feedback", data={"is_correct": "false", "corrected_label": "neutral"})
    return client.get(where).text


def refused_vote(client: FlaskClient) -> str:
    where = submit(client, "I love it")
    return client.post(
        f"{where}/feedback", data={"is_correct": "false", "comment": "x" * 1_001}
    ).text


def dashboard(client: FlaskClient) -> str:
    for text in ("I love it", "great", "so bad", "https://t.co/x"):
        form = {"is_correct": "false", "comment": "no"}
        client.post(f"{submit(client, text)}/feedback", data=form)
    with client.application.app_context():
        config: Config = client.application.extensions["airparadis"].config
        incidents.check_error_window(db.session(), config.alert_policy, utc_now())
        db.session.commit()
    return client.get("/admin").text


def review(client: FlaskClient) -> str:
    unsure = submit(client, "my seat")
    submit(client, "my bag is lost")
    identifier = unsure.rpartition("/")[2]
    client.post(f"/admin/review/{identifier}", data={"decision": "negative"})
    return client.get("/admin/review").text


def refused_labels(client: FlaskClient) -> str:
    upload = {"file": (io.BytesIO(b"text,label\nmy bag,angry\n"), "tweets.csv")}
    return client.post("/admin/review/files", data=upload).text


def labels(client: FlaskClient) -> str:
    review(client)
    return client.get("/admin/review/history").text


def invited(client: FlaskClient) -> str:
    form = {"email": "eve@example.org", "role": "viewer", "language": "en"}
    return client.post("/admin/accounts/invite", data=form).text


def a_key(client: FlaskClient) -> str:
    form = {"name": "reports", "scopes": ["read"], "days": "90"}
    return client.post("/admin/keys", data=form).text


def beginning_factor(client: FlaskClient) -> str:
    client.post("/account/second-factor/begin", data={"current": PASSWORD})
    return client.get("/account/second-factor").text


PAGES: dict[str, Callable[[FlaskClient], str]] = {
    "form": lambda client: client.get("/").text,
    "refused tweet": lambda client: client.post("/", data={"text": ""}).text,
    "result": result,
    "nothing to read": lambda client: client.get(submit(client, "https://t.co/x")).text,
    "voted": voted,
    "refused vote": refused_vote,
    "empty dashboard": lambda client: client.get("/admin").text,
    "dashboard": dashboard,
    "empty review": lambda client: client.get("/admin/review").text,
    "review": review,
    "labels": labels,
    "label files": lambda client: client.get("/admin/review/files").text,
    "refused labels": refused_labels,
    "models": lambda client: client.get("/admin/models").text,
    "topics": lambda client: client.get("/admin/topics").text,
    "refused topics": lambda client: client.post("/admin/topics", data={"rules": "x"}).text,
    "account": lambda client: client.get("/account").text,
    "accounts": lambda client: client.get("/admin/accounts").text,
    "refused invitation": lambda client: client.post("/admin/accounts/invite", data={}).text,
    "one account": lambda client: client.get("/admin/accounts/1").text,
    "invitation link": invited,
    "keys": lambda client: client.get("/admin/keys").text,
    "refused key": lambda client: client.post("/admin/keys", data={}).text,
    "new key": a_key,
    "second factor": lambda client: client.get("/account/second-factor").text,
    "second factor, picture": beginning_factor,
    "forgotten password": lambda client: client.get("/password/forgotten").text,
    "audit log": lambda client: client.get("/admin/audit").text,
    "password": lambda client: client.get("/account/password").text,
    "refused password": lambda client: client.post("/account/password", data={}).text,
    "api": lambda client: client.get("/api/docs").text,
    "not found": lambda client: client.get("/nowhere").text,
    "refused login": lambda client: client.application.test_client().post("/login", data={}).text,
}


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, log_in: LogIn, language: str) -> Page:
    client = log_in(Role.ADMINISTRATOR)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    return Page(PAGES[request.param](client))


def test_a_page_is_built_for_every_reader(page: Page) -> None:
    _has_landmarks(page)
    _has_headings_in_order(page)
    _names_every_field(page)
    _refers_only_to_what_is_there(page)
    _keeps_the_security_policy(page)


def _has_landmarks(page: Page) -> None:
    [html] = page.all("html")
    [title] = [element for element in page.all("title") if element.inside("head")]
    assert html["lang"] in {"en", "fr"}
    assert title.text.endswith(" – Air Paradis")
    assert len(page.all("main")) == len(page.all("header")) == len(page.all("footer")) == 1
    assert all(nav["aria-label"] for nav in page.all("nav"))
    first = page.all("a")[0]
    assert first["href"] == "#main"


def _has_headings_in_order(page: Page) -> None:
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    in_main = [
        int(heading.tag[1]) for heading in page.all("h1", "h2", "h3") if not _in_alert(heading)
    ]
    assert in_main[0] == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(in_main))


def _in_alert(element: Element) -> bool:
    return any(ancestor["role"] == "alert" for ancestor in element.ancestors)


def _names_every_field(page: Page) -> None:
    labels = {label["for"] for label in page.all("label")}
    for field in page.fields():
        assert field["id"] in labels or field.inside("label"), field.attributes
    for button in page.all("button"):
        assert button.text.strip(), button.attributes


def _refers_only_to_what_is_there(page: Page) -> None:
    ids = page.ids()
    assert len(ids) == len(set(ids))
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "for", "form"):
            assert set(element[name].split()) <= set(ids), element.attributes
        if element["href"].startswith("#"):
            assert element["href"][1:] in ids, element.attributes


def _keeps_the_security_policy(page: Page) -> None:
    assert page.all("style") == []
    assert all(script["src"] and not script.text.strip() for script in page.all("script"))
    for element in page.elements:
        assert "style" not in element.attributes, element.attributes
        assert not any(name.startswith("on") for name in element.attributes), element.attributes
        for name in ("src", "href", "action"):
            assert element[name] == "" or element[name][0] in "/#", element.attributes


def test_every_form_carries_a_token(app: Flask, log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    where = submit(client, "I love it")
    client.post(f"{where}/feedback", data={"is_correct": "false"})
    app.config["WTF_CSRF_ENABLED"] = True
    paths = ("/", where, "/admin", "/account/password", "/api/docs", "/nowhere")
    pages = [client.get(path).text for path in paths] + [app.test_client().get("/login").text]
    for page in map(Page, pages):
        assert len(page.all("form")) >= 2
        for form in page.all("form"):
            if form["method"] == "get":
                continue  # a filter changes nothing
            assert form["method"] == "post"
            [token] = [
                field
                for field in page.all("input")
                if form in field.ancestors and field["name"] == "csrf_token"
            ]
            assert len(token["value"]) > 40


def test_every_page_forbids_inline_code_and_foreign_sites(client: FlaskClient) -> None:
    for path in ("/", "/login", "/api/docs", "/nowhere", "/static/css/app.css"):
        with client.get(path) as response:
            assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_static_files_change_their_address_with_their_content(client: FlaskClient) -> None:
    page = Page(client.get("/").text)
    addresses = [script["src"] for script in page.all("script")]
    addresses += [link["href"] for link in page.all("link")]
    assert len(addresses) >= 5
    for address in addresses:
        assert "?v=" in address
        with client.get(address) as response:
            assert response.status_code == 200
            assert "max-age=31536000" in response.headers["Cache-Control"]


def test_a_tweet_keeps_every_character_under_its_marks(client: FlaskClient) -> None:
    text = "I love\n  <b>this</b> & my\tbag is lost 🛫"
    page = Page(client.get(submit(client, text)).text)
    [tweet] = page.all("blockquote")
    assert tweet.text == text
    assert [mark.text for mark in page.all("mark")[:2]] == ["love", "lost"]
    assert [mark["class"] for mark in page.all("mark")[:2]] == [
        "word word-positive word-3",
        "word word-negative word-2",
    ]


def test_words_that_decided_are_told_in_words_strongest_first(client: FlaskClient) -> None:
    page = Page(client.get(submit(client, "good crew, worst flight")).text)
    rows = [" ".join(row.text.split()) for row in page.all("tr")][1:]
    assert rows == ["worst − Negative strong", "good + Positive slight"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("I love it", "Positive, fairly sure: 88%"),
        ("I love it, great, thanks", "Positive, very sure: 99%"),
        ("worst, delayed", "Negative, very sure: 98%"),
        ("good", "Uncertain, rather positive: 62%"),
        ("bad", "Uncertain, rather negative: 62%"),
        ("love " * 9, "Positive, very sure: over 99%"),
        ("https://t.co/x", "Not scored: there is nothing to read"),
    ],
)
def test_the_verdict_is_one_sentence(client: FlaskClient, text: str, verdict: str) -> None:
    [heading] = Page(client.get(submit(client, text)).text).all("h1")
    assert heading.text.strip(" ?+−\n") == verdict


def test_a_tweet_in_another_language_is_told_so(client: FlaskClient) -> None:
    where = submit(client, "Je déteste cette compagnie, mon vol est encore annulé")
    page = client.get(where).text
    assert "the model does not read this language" in page
    assert "Score a translation instead" in page
    assert "probability-bar" not in page


def test_words_scored_by_another_model_are_not_explained(
    app: Flask, config: Config, client: FlaskClient
) -> None:
    where = submit(client, "I love it")
    newer = create_app(config, FakeClassifier("fake-2026.12.24-decade00"))
    page = newer.test_client().get(where).text
    assert "The model has changed since" in page
    assert "Positive, fairly sure: 88%" in page
    assert "<mark" not in page


def test_without_votes_each_figure_says_what_will_fill_it(log_in: LogIn) -> None:
    page = log_in(Role.ANALYST).get("/admin").text
    assert "No open incidents, and no votes yet" in page
    assert "appears with the first vote" in page
    assert "3 predictions reported wrong within 5 minutes" in page


PENDING, SENT, FAILED = MessageState.PENDING, MessageState.SENT, MessageState.FAILED


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        ({"state": SENT, "sent_at": utc_now()}, "Mail sent"),
        ({"state": PENDING, "next_attempt_at": utc_now()}, "Mail on its way"),
        (
            {
                "state": PENDING,
                "next_attempt_at": utc_now(),
                "attempts": 2,
                "last_error": "refused",
            },
            "Mail failed 2 times, will be retried",
        ),
        ({"state": FAILED, "attempts": 20}, "Mail given up after 20 attempts"),
        (None, "Nobody notified: no channel is configured"),
    ],
)
def test_the_mail_of_each_incident_is_accounted_for(
    app: Flask, log_in: LogIn, mail: dict[str, Any] | None, words: str
) -> None:
    with app.app_context():
        now = utc_now()
        incident = Incident(
            state=IncidentState.RESOLVED,
            threshold=3,
            window_seconds=300,
            report_count=4,
            **dict.fromkeys(("first_report_at", "last_report_at", "opened_at"), now),
        )
        if mail:
            words_of = {"recipients": [], "subject": "a", "text": "b", "created_at": now}
            kind = {"channel": Channel.MAIL, "notice": Notice.OPENED}
            incident.messages.append(OutboxMessage(**words_of, **kind, **mail))
        db.session.add(incident)
        db.session.commit()
    page = Page(log_in(Role.ANALYST).get("/admin").text)
    [row] = [item for item in page.all("li") if item["class"] == "incident"]
    assert "4 predictions reported wrong" in row.text
    assert "Resolved" in row.text
    assert words in row.text


def test_the_list_of_wrong_predictions_is_paged_in_the_address(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    for number in range(21):
        client.post(f"{submit(client, f'good {number}')}/feedback", data={"is_correct": "false"})
    first = Page(client.get("/admin?span=week").text)
    [older] = [link for link in first.all("a") if link["rel"] == "next"]
    assert older["href"].startswith("/admin?span=week&after=20")
    second = Page(client.get(older["href"]).text)
    assert "good</mark> 0</a>" in client.get(older["href"]).text
    assert not [link for link in second.all("a") if link["rel"] == "next"]
    [back] = [link for link in second.all("a") if link["rel"] == "prev"]
    again = client.get(back["href"]).text
    assert "good</mark> 20</a>" in again
    assert "good</mark> 0</a>" not in again


@pytest.mark.parametrize("order", ["latest", "surest"])
@pytest.mark.parametrize(
    "place",
    [
        *("", "_", "x_1", "1_2_3_4", "2026-06-01T12:00:00+00:00_-2"),
        *("0001-01-01T00:00:00+14:00_1", "2026-06-01T12:00:00+00:00_99999999999"),
        "nan_2026-06-01T12:00:00+00:00_1",
    ],
)
def test_a_place_that_makes_no_sense_is_the_beginning(
    log_in: LogIn, order: str, place: str
) -> None:
    client = log_in(Role.ANALYST)
    client.post(f"{submit(client, 'good 1')}/feedback", data={"is_correct": "false"})
    query = {"order": order, "after": place}
    assert "good</mark> 1</a>" in client.get("/admin", query_string=query).text


def test_a_model_that_cannot_be_loaded_is_explained_to_administrators(config: Config) -> None:
    config = config.model_copy(update={"model_dir": config.instance_path / "nothing"})
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
    client = app.test_client()
    refused = client.post("/", data={"text": "I love it"})
    assert refused.status_code == 503
    assert "No tweet can be scored at the moment" in refused.text
