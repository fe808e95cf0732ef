"""The page of the audit log, and what leaves a line in it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.db.tables import AuditEntry
from airparadis.domain.accounts.roles import Role
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import audit
from airparadis.services.accounts.audit import Filter
from airparadis.web.extensions import db

LogIn = Callable[[Role], FlaskClient]
NASTY = '=HYPERLINK("x")<script>alert(1)</script>'


def entries(app: Flask) -> list[AuditEntry]:
    with app.app_context():
        return list(audit.entries(db.session(), Filter(), size=500))


@pytest.mark.parametrize(
    ("path", "form", "act", "target"),
    [
        ("/admin/settings", {"threshold": 4, "minutes": 5, "repeat": 0}, Act.RULE_SAVED, ""),
        ("/admin/settings/reset", {}, Act.RULE_RESET, ""),
        ("/admin/settings/digest", {"at": "08:00"}, Act.DIGEST_TIME, "08:00:00"),
        ("/admin/topics", {"rules": "bags: bag"}, Act.TOPICS_SAVED, ""),
        ("/admin/topics/reset", {}, Act.TOPICS_RESET, ""),
        ("/admin/models/train", {}, Act.TRAINING_REQUESTED, ""),
        ("/radar/streams/new", {"name": "brand", "terms": "air"}, Act.STREAM_ADDED, "brand"),
    ],
)
def test_an_act_leaves_who_what_on_what_and_where_from(
    app: Flask, log_in: LogIn, path: str, form: dict[str, object], act: Act, target: str
) -> None:
    response = log_in(Role.ADMINISTRATOR).post(path, data=form)
    assert response.status_code == 303, response.text
    latest = entries(app)[0]
    assert (latest.actor, latest.act, latest.target) == ("administrator@example.org", act, target)
    assert latest.address == "127.0.0.1"
    assert abs((latest.at - utc_now()).total_seconds()) < 60


@pytest.mark.parametrize("path", ["/admin/wrong.csv", "/admin/review/labels.csv"])
def test_an_export_is_on_record(app: Flask, log_in: LogIn, path: str) -> None:
    assert log_in(Role.ANALYST).get(path).status_code == 200
    assert entries(app)[0].act == Act.EXPORTED


def test_a_refused_act_leaves_nothing(app: Flask, log_in: LogIn) -> None:
    log_in(Role.ADMINISTRATOR).post("/admin/settings", data={"threshold": 0})
    assert [entry for entry in entries(app) if entry.act == Act.RULE_SAVED] == []


def test_the_log_is_shown_filtered_paged_and_sent_as_csv(app: Flask, log_in: LogIn) -> None:
    client = log_in(Role.ADMINISTRATOR)
    with app.app_context():
        for number in range(60):
            audit.record(
                db.session(), "ana@example.org", Act.KEY_CREATED, str(number), now=utc_now()
            )
        audit.record(db.session(), "bob@example.org", Act.STREAM_ADDED, NASTY, now=utc_now())
        db.session.commit()
    page = client.get("/admin/audit?kind=key").text
    assert "bob@example.org" not in page
    older = client.get("/admin/audit?kind=key&before=11").text
    assert "Older" in page
    assert "Older" not in older
    shown = client.get("/admin/audit?actor=bob").text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
    csv = client.get("/admin/audit/audit.csv?actor=bob").text
    assert "\"'=HYPERLINK" in csv
    assert csv.count("\n") == 2


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", f"before={10**30}", "kind=nothing", "actor=%00"]
)
def test_a_strange_address_is_answered(log_in: LogIn, query: str) -> None:
    assert log_in(Role.ADMINISTRATOR).get(f"/admin/audit?{query}").status_code == 200


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
@pytest.mark.parametrize("path", ["/admin/audit", "/admin/audit/audit.csv"])
def test_only_administrators_read_it(log_in: LogIn, role: Role, path: str) -> None:
    assert log_in(role).get(path).status_code == 403
