"""The drift panel and its twin in the API."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.config.settings import Config
from airparadis.db.tables import Source
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.ml.contract import Classifier
from airparadis.web.extensions import db
from tests.conftest import running
from tests.services.models.test_drift import ANGRY, KIND, trained
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

LogIn = Callable[[Role], FlaskClient]


@pytest.fixture(params=["trained"])
def classifier(request: pytest.FixtureRequest) -> Classifier:
    return trained(KIND * 150) if request.param == "trained" else FakeClassifier()


@pytest.fixture
def app(config: Config, classifier: Classifier) -> Iterator[Flask]:
    with running(config, classifier) as app:
        yield app


def score(app: Flask, texts: list[str], days: int = 1) -> None:
    with app.app_context():
        at = utc_now() - timedelta(days=days)
        predict(db.session(), FakeClassifier(), texts, source=Source.API, now=at)
        db.session.commit()


def test_without_tweets_it_says_that_it_cannot_tell(log_in: LogIn) -> None:
    page = log_in(Role.ANALYST).get("/admin/drift").text
    assert "Too few tweets to detect drift" in page
    assert page.count("At least 200 tweets are needed on either side.") == 5
    assert page.count("cover two classes only") == 1
    assert "Compared with the training validation set." in page


def test_each_aspect_has_its_line_with_direction_and_size(app: Flask, log_in: LogIn) -> None:
    score(app, ANGRY * 300)
    page = log_in(Role.ANALYST).get("/admin/drift?span=week").text
    assert "4 signs of drift" in page
    assert "More tweets are negative than in the reference." in page
    assert "0.0% in the reference, 100.0% now: +100.0 points" in page
    assert "More words are new to the model" in page
    assert "4.5 in the reference, 14.0 now: +9.5" in page
    assert "About as many tweets are rejected as in the reference." in page
    assert "no drift" in page


def test_in_french(app: Flask, log_in: LogIn) -> None:
    score(app, ANGRY * 300)
    headers = {"Accept-Language": "fr"}
    page = log_in(Role.ANALYST).get("/admin/drift", headers=headers).text
    assert "4 signes de dérive" in page
    assert "+9,5" in page


@pytest.mark.parametrize("classifier", ["untrained"], indirect=True)
def test_a_model_without_figures_of_its_training_is_held_against_its_own_past(
    app: Flask, log_in: LogIn
) -> None:
    score(app, KIND * 150, days=20)
    score(app, KIND * 150)
    page = log_in(Role.ANALYST).get("/admin/drift?against=training").text
    assert "No drift to speak of" in page
    assert "Compared with what it scored in the 30 days before." in page
    assert "only earlier predictions can be the reference" in page
    assert "This model has no list of the words it knows." in page


@pytest.mark.parametrize("query", ["span=all", "span=decade", "against=nothing", "span=&against="])
def test_what_cannot_be_read_counts_as_not_chosen(log_in: LogIn, query: str) -> None:
    page = log_in(Role.ANALYST).get(f"/admin/drift?{query}")
    assert page.status_code == 200
    assert "Last 7 days, fake" in page.text


def test_it_is_for_analysts_and_the_dashboard_leads_to_it(
    client: FlaskClient, log_in: LogIn
) -> None:
    assert client.get("/admin/drift").status_code == 302
    assert 'href="/admin/drift"' in log_in(Role.ANALYST).get("/admin").text


def test_scripts_get_the_same(app: Flask, client: FlaskClient, log_in: LogIn) -> None:
    assert client.get("/api/v1/drift").status_code == 401
    score(app, ANGRY * 300)
    body = log_in(Role.ANALYST).get("/api/v1/drift?span=day&against=training").json
    assert body is not None
    assert body["against"] == "training"
    assert [finding["aspect"] for finding in body["findings"]] == [
        *("negative", "neutral", "scores", "vocabulary", "length", "language")
    ]
    assert body["findings"][0]["drift"] == "too_few", "a day and a bit ago is not the last day"
    body = client.get("/api/v1/drift").json
    assert body is not None
    negative = body["findings"][0]
    assert (negative["drift"], negative["before"], negative["now"]) == ("large", 0.0, 1.0)
    assert negative["index"] > 0.25
    assert body["current"]["scored"] == 300
    assert client.get("/api/v1/drift?span=all").status_code == 422


def test_days_are_drawn_and_a_chosen_time_is_a_reference(app: Flask, log_in: LogIn) -> None:
    for days in (1, 2):
        score(app, ANGRY * 300, days)
    client = log_in(Role.VIEWER)
    page = client.get("/admin/drift").text
    assert 'id="chart-history-negative"' in page
    assert "Days with drift: 2 of 2." in page
    day = f"{utc_now() - timedelta(days=2):%Y-%m-%d}"
    page = client.get(f"/admin/drift?against=period&from={day}&until={day}").text
    assert "Compared with what it scored in the chosen period." in page
    for broken in ("from=x&until=y", f"from={day}", f"from={day}&until=2000-01-01"):
        answer = client.get(f"/admin/drift?against=period&{broken}")
        assert answer.status_code == 422
        assert 'id="period-error"' in answer.text
        assert "Compared with what it scored in the 30 days before." in answer.text


def test_scripts_choose_a_reference_and_read_days(app: Flask, log_in: LogIn) -> None:
    score(app, KIND * 300, 3)
    score(app, ANGRY * 300)
    client = log_in(Role.ANALYST)
    day = f"{utc_now() - timedelta(days=3):%Y-%m-%d}"
    chosen = f"against=period&from={day}&until={day}"
    body = client.get(f"/api/v1/drift?{chosen}").get_json()
    assert body["against"] == "period"
    assert body["reference"]["scored"] == len(KIND * 300)
    history = client.get(f"/api/v1/drift/history?{chosen}&days=5").get_json()
    assert history["against"] == "period"
    assert len(history["days"]) == 5
    assert history["days"][-1] == f"{utc_now():%Y-%m-%d}"
    negative = history["metrics"][0]
    assert (negative["aspect"], negative["reference"]) == ("negative", 0.0)
    assert negative["values"] == [None, 0.0, None, 1.0, None]
    assert negative["drift"][3] == "large"
    assert client.get("/api/v1/drift/history").get_json()["against"] == "training"


@pytest.mark.parametrize(
    ("query", "field", "fault"),
    [
        ("against=period", "from", "against=period needs from and until"),
        ("against=period&from=2026-01-01", "from", "against=period needs from and until"),
        ("against=period&from=2026-01-02&until=2026-01-01", "from", "until is before from"),
        ("from=2026-01-01&until=2026-01-02", "from", "from and until need against=period"),
        ("against=period&from=x&until=2026-01-02", "from", ""),
        ("against=period&from=9999-12-31&until=9999-12-31", "from", ""),
        ("against=training&first=2026-01-01", "first", ""),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/drift", "/api/v1/drift/history"])
def test_a_period_that_is_none_is_refused(
    log_in: LogIn, path: str, query: str, field: str, fault: str
) -> None:
    answer = log_in(Role.ANALYST).get(f"{path}?{query}")
    assert answer.status_code == 422
    assert fault in answer.get_json()["error"]["fields"][field]


@pytest.mark.parametrize("days", ["0", "31", "x"])
def test_days_are_bounded(log_in: LogIn, days: str) -> None:
    answer = log_in(Role.ANALYST).get(f"/api/v1/drift/history?days={days}")
    assert "days" in answer.get_json()["error"]["fields"]
