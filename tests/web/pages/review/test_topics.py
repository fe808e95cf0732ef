from collections.abc import Callable

from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.domain.review.topics import Topic
from airparadis.lib.clock import utc_now
from airparadis.services.review import topics
from airparadis.web.extensions import db
from tests.web.pages.predictions.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]


def test_only_analysts_see_and_change_topics(client: FlaskClient, log_in: LogIn) -> None:
    assert client.get("/admin/topics").status_code == 302
    log_in(Role.VIEWER)
    assert client.get("/admin/topics").status_code == 403
    assert client.post("/admin/topics", data={"rules": "food: meal"}).status_code == 403


def test_an_edited_topic_has_its_error_rate(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    where = submit(client, "I love this meal")
    client.post(f"{where}/feedback", data={"is_correct": "false"})
    refused = client.post("/admin/topics", data={"rules": "food"})
    assert refused.status_code == 422
    assert "Line 1 " in refused.text
    saved = client.post("/admin/topics", data={"rules": "food: meal*"}, follow_redirects=True)
    row = saved.text.partition("food</th>")[2].partition("</tr>")[0]
    assert "100.0%" in row
    begun = client.get("/admin/topics?add=yeah+right").text
    assert "food: meal*\nyeah right: yeah right</textarea>" in begun
    assert "yeah right" not in client.get("/admin/topics").text, "nothing is saved by a link"
    assert client.post("/admin/topics/reset").status_code == 303
    assert "Baggage" in client.get("/admin/topics").text


def test_a_costly_rule_of_before_can_be_mended_on_its_page(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    where = submit(client, "love " + "a" * 900)
    client.post(f"{where}/feedback", data={"is_correct": "false"})
    boom = (Topic("food", ("meal*",)), Topic("boom", ("a*a*a*a*a*b",)))
    with client.application.app_context():
        topics.store(db.session(), boom, "ann@example.org", utc_now())
        db.session.commit()
    page = client.get("/admin/topics").text
    assert "boom: a*a*a*a*a*b</textarea>" in page
    assert "Line 2 is not used" in page
