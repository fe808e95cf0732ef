"""Hostile tweets are shown, exported and logged as text, nothing else."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.notify.event_log import FEEDBACK_LOG
from tests.support.pages.page import Page
from tests.web.pages.predictions.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]

HOSTILE = [
    "<script>alert(1)</script> so bad",
    "so bad\"><img src=x onerror=alert(1)>",
    "{{ 7 * 191 }} so bad {% raw %}",
    '=HYPERLINK("http://evil.example","bad")',
    "+1 so bad", "-1 so bad", "@SUM(1) so bad", "＝1+1 so bad",
    'so bad\n{"event": "ALERT"}\r\nso bad',
    "so bad \u202egnol a\u202c \u200b\u2028 end",
    "so bad ]]> --> */ \\u003c/script\\u003e",
    "so bad %s %(x)s $(id) `id` ; DROP TABLE prediction; --",
    "javascript:alert(1) data:text/html,so bad",
]  # fmt: skip


@pytest.fixture
def analyst(client: FlaskClient, log_in: LogIn) -> FlaskClient:
    log_in(Role.ANALYST)
    for text in HOSTILE:
        where = submit(client, text)
        client.post(f"{where}/feedback", data={"is_correct": "false", "comment": text})
    return client


def test_no_page_takes_a_tweet_for_markup(analyst: FlaskClient) -> None:
    for path in ("/admin", "/admin/review", "/admin/review/history", "/admin/topics", "/radar"):
        page = Page(analyst.get(path).text)  # whatever a tweet opened, it would be left open
        assert not [script for script in page.all("script") if not script["src"]], path
        assert not any(
            name.startswith("on") for element in page.elements for name in element.attributes
        )
        assert "1337" not in {element.text.strip() for element in page.elements}
        assert not any(
            link["href"].startswith(("javascript:", "data:")) for link in page.all("a")
        ), path


def test_a_page_of_one_tweet_shows_it_as_it_is(client: FlaskClient) -> None:
    for text in HOSTILE:
        page = Page(client.get(submit(client, text)).text)
        [quote] = page.all("blockquote")
        assert "".join(quote.text.split()) == "".join(text.split()), text


@pytest.mark.parametrize("path", ["/admin/wrong.csv", "/admin/review/labels.csv"])
def test_no_cell_is_a_formula(analyst: FlaskClient, path: str) -> None:
    rows = list(csv.reader(io.StringIO(analyst.get(path).text.removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert path.endswith("labels.csv") or len(rows) == len(HOSTILE) + 1
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]


@pytest.mark.usefixtures("analyst")
def test_every_vote_is_one_line_of_the_log(app: Flask, config: Config) -> None:
    """A line break in a tweet must not make a line that looks like one of ours."""
    lines = (config.instance_path / "logs" / FEEDBACK_LOG).read_text("utf-8").split("\n")
    assert lines.pop() == ""
    events = [json.loads(line) for line in lines]
    assert [event["event"] for event in events] == ["WRONG_PREDICTION"] * len(HOSTILE)
    assert "\x1b" not in "".join(lines)


def test_a_browsers_name_and_an_invitation_are_text_too(client: FlaskClient, log_in: LogIn) -> None:
    client.environ_base["HTTP_USER_AGENT"] = "<script>alert(1)</script>"
    boss = log_in(Role.ADMINISTRATOR)
    form = {"email": '"><script>x</script>@example.org', "role": "viewer", "language": "en"}
    boss.post("/admin/accounts/invite", data=form)
    boss.post("/admin/keys", data={"name": "<b>=1+1", "scopes": ["read"], "days": "0"})
    for path in ("/account", "/admin/accounts", "/admin/keys", "/admin/audit"):
        page = Page(boss.get(path).text)
        assert not [script for script in page.all("script") if not script["src"]], path
    assert "'<b>" not in boss.get("/admin/audit/audit.csv").text
