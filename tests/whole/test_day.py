"""Events that must not raise an alert, by HTTP against the running application, on a moved clock.

The day that does raise one, by real processes, is in `test_processes`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from flask import Flask

from airparadis.config.settings import Config
from airparadis.db.tables import Feedback, Incident
from airparadis.lib import clock as process_clock
from airparadis.web.extensions import db
from tests.jobs.test_error_window import log_lines
from tests.server.test_serve import call
from tests.support.servers.serving import serving
from tests.support.servers.smtp import Inbox

MINUTE = timedelta(minutes=1)
Told = Callable[[], tuple[int, int]]


class Clock:
    """Stands still until it is moved; in place of `datetime` where the application reads it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def now(self, _zone: tzinfo) -> datetime:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(process_clock, "datetime", clock)
    return clock


@pytest.fixture
def config(config: Config, post: tuple[Inbox, int]) -> Config:
    mail = {"mail_server": "127.0.0.1", "mail_port": post[1]}
    return config.model_copy(update=mail | {"alert_recipients": ("oncall@example.org",)})


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield f"{address}/api/v1"


@pytest.fixture
def told(app: Flask, inbox: Inbox) -> Callable[[], tuple[int, int]]:
    """Let the scheduler look; incidents and mails there are then."""

    def look() -> tuple[int, int]:
        result = app.test_cli_runner().invoke(args=["monitor"])
        assert result.exit_code == 0, result.output
        with app.app_context():
            return db.session.query(Incident).count(), len(inbox.messages)

    return look


def report_wrong(url: str, *texts: str) -> None:
    """Score tweets, and vote each down."""
    for made in call(f"{url}/predict", {"texts": list(texts)})["predictions"]:
        vote(url, made["id"])


def vote(url: str, prediction_id: str) -> None:
    call(f"{url}/feedback", {"prediction_id": prediction_id, "is_correct": False})


def test_two_wrong_votes_give_none_and_the_third_within_five_minutes_gives_one(
    url: str, clock: Clock, told: Told
) -> None:
    report_wrong(url, "I hate it", "so bad")
    assert told() == (0, 0)
    clock.time += 5 * MINUTE
    report_wrong(url, "the worst")
    assert told() == (1, 1)
    clock.time += timedelta(seconds=5)
    assert told() == (1, 1), "looking again sends nothing again"


def test_a_vote_at_five_minutes_and_a_second_gives_none(url: str, clock: Clock, told: Told) -> None:
    report_wrong(url, "I hate it", "so bad")
    clock.time += 5 * MINUTE + timedelta(seconds=1)
    report_wrong(url, "the worst")
    assert told() == (0, 0)


def test_three_votes_on_one_prediction_give_none(url: str, app: Flask, told: Told) -> None:
    [made] = call(f"{url}/predict", {"texts": ["I hate it"]})["predictions"]
    form = urlencode({"is_correct": "false"}).encode()
    page = f"{url.removesuffix('/api/v1')}/predictions/{made['id']}"
    for _ in range(3):  # each from a browser that was never here
        with urlopen(f"{page}/feedback", form, timeout=30) as response:  # noqa: S310
            assert response.url.startswith(page)
    for _ in range(3):
        vote(url, made["id"])
    with app.app_context():
        assert db.session.query(Feedback).count() == 4, "three browsers and a script that repeats"
    assert told() == (0, 0)


def test_a_wrong_vote_is_a_log_line_with_what_is_needed_to_study_it(
    url: str, config: Config
) -> None:
    report_wrong(url, "I hate it")
    [line] = log_lines(config)
    assert line["event"] == "WRONG_PREDICTION"
    assert {name: line[name] for name in ("text", "label", "model_version")} == {
        "text": "I hate it",
        "label": "negative",
        "model_version": "fake-2026.11.23-00c0ffee",
    }
    assert line["probability_positive"] == pytest.approx(0.119, abs=1e-3)
    assert call(f"{url}/predictions/{line['prediction_id']}")["label"] == "negative"
