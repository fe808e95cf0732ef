"""Every migration runs in both directions and leads to the tables that the code declares."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import DateTime, bindparam, inspect, select, text

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.revisions import latest_revision
from airparadis.db.tables import Feedback, PredictionSum, Tweet
from airparadis.lib.project import ROOT
from airparadis.web.extensions import db
from tests.support.fakes import FakeClassifier


def test_the_number_of_the_last_file_is_the_head() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert scripts.get_current_head() == latest_revision()


@pytest.mark.usefixtures("empty_database")
def test_migrations_go_up_and_down_and_agree_with_the_models(tmp_path: Path) -> None:
    app = create_app(Config(secret_key="tests", instance_path=tmp_path), FakeClassifier())
    with app.app_context():
        upgrade()
        check()
        assert "prediction" in inspect(db.engine).get_table_names()
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        upgrade()
        check()
        db.engine.dispose()


BEFORE_THE_OUTBOX = """
INSERT INTO incident (id, state, threshold, window_seconds, first_report_at, last_report_at,
                      report_count, opened_at, resolved_at, notified_at, notify_after,
                      notify_attempts)
VALUES (1, 'resolved', 3, 300, :noon, :noon, 3, :noon, :noon, :noon, NULL, 2),
       (2, 'resolved', 3, 300, :noon, :noon, 4, :noon, :noon, NULL, NULL, 20),
       (3, 'resolved', 3, 300, :noon, :noon, 5, :noon, :noon, NULL, NULL, 0),
       (4, 'open', 3, 300, :noon, :noon, 6, :noon, NULL, NULL, :noon, 1)
"""
NOTIFIED = "SELECT id, state, notified_at, notify_after, notify_attempts FROM incident ORDER BY id"
NOON = datetime(2026, 6, 1, 12)  # noqa: DTZ001 (as it is stored)


@pytest.mark.usefixtures("empty_database")
def test_what_was_owed_is_carried_into_the_outbox_and_back(tmp_path: Path) -> None:
    app = create_app(Config(secret_key="tests", instance_path=tmp_path), FakeClassifier())
    with app.app_context():
        upgrade(revision="0001")
        typed = text(BEFORE_THE_OUTBOX).bindparams(bindparam("noon", type_=DateTime()))
        db.session.execute(typed, {"noon": NOON})
        db.session.commit()
        before = db.session.execute(text(NOTIFIED)).all()
        db.session.rollback()
        upgrade(revision="0002")
        messages = db.session.execute(
            text("SELECT incident_id, state, attempts FROM outbox_message ORDER BY id")
        ).all()
        assert messages == [(1, "sent", 2), (2, "failed", 20), (4, "pending", 1)]
        db.session.execute(text("UPDATE incident SET state = 'snoozed' WHERE id = 4"))
        db.session.commit()
        downgrade(revision="0001")
        assert db.session.execute(text(NOTIFIED)).all() == before
        db.session.rollback()
        upgrade()
        check()
        db.session.remove()
        db.engine.dispose()


TALLIES = """
INSERT INTO prediction_tally (hour, model_version, measure, bin, count, total)
VALUES (:noon, 'a', 'latency', 3, 2, 1.5), (:noon, 'a', 'length', 0, 2, 40),
       (:noon, 'b', 'latency', 3, 1, 0.5), (:later, 'a', 'latency', 3, 4, 2.25),
       (:later, 'a', 'latency', 4, 1, 0.75)
"""
TALLIED = """
SELECT hour, model_version, measure, bin, count, total FROM prediction_tally
ORDER BY hour, model_version, measure, bin
"""
VOTES = """
INSERT INTO prediction (id, public_id, text, label, reason, probability_positive, uncertain,
                        model_version, source, latency_ms, created_at)
VALUES (1, '00000000000000000000000000000001', 'bad', 'negative', NULL, 0.25, false, 'a', 'form',
        0.5, :noon),
       (2, '00000000000000000000000000000002', '@x', NULL, 'empty', NULL, false, 'b', 'api', 0.5,
        :noon)
"""
VOTED = """
INSERT INTO feedback (id, prediction_id, voter, is_correct, created_at, voted_at, updated_at)
VALUES (1, 1, 'v', false, :later, :later, :later), (2, 2, 'v', false, :later, :later, :later)
"""


@pytest.mark.usefixtures("empty_database")
def test_hours_become_running_sums_and_votes_know_their_predictions(tmp_path: Path) -> None:
    app = create_app(Config(secret_key="tests", instance_path=tmp_path), FakeClassifier())
    with app.app_context():
        upgrade(revision="0014")
        for statement in (TALLIES, VOTES, VOTED):
            names = [name for name in ("noon", "later") if f":{name}" in statement]
            typed = text(statement).bindparams(*(bindparam(n, type_=DateTime()) for n in names))
            times = {"noon": NOON, "later": NOON.replace(hour=14)}
            db.session.execute(typed, {name: times[name] for name in names})
        db.session.commit()
        before = db.session.execute(text(TALLIED)).all()
        db.session.rollback()
        upgrade()
        session = db.session()
        rows = session.query(PredictionSum).all()
        stored = {(row.model_version, row.hour.hour): row.cells for row in rows}
        latency, length = {"3": [6, 3.75], "4": [1, 0.75]}, {"0": [2, 40]}
        assert stored["a", 14] == {"latency": latency, "length": length}
        assert set(stored) == {("a", 12), ("a", 14), ("b", 12)}
        votes = session.query(Feedback).order_by(Feedback.id).all()
        assert [(vote.model_version, vote.source, vote.confidence) for vote in votes] == [
            ("a", "form", 0.75),
            ("b", "api", 0),
        ]
        assert [vote.predicted_label for vote in votes] == ["negative", None]
        assert {vote.predicted_at for vote in votes} == {NOON.replace(tzinfo=UTC)}
        db.session.remove()
        downgrade(revision="0014")
        assert db.session.execute(text(TALLIED)).all() == before
        db.session.rollback()
        upgrade()
        check()
        db.session.remove()
        db.engine.dispose()


SCORED = """
INSERT INTO prediction (id, public_id, text, label, probability_positive, uncertain, model_version,
                        source, latency_ms, created_at)
VALUES (1, '00000000000040008000000000000000', 'late', 'negative', 0.1, false, 'a', 'form', 1,
        :noon)
"""
GATHERED = """
INSERT INTO tweet (id, source, source_id, text, created_at, received_at, label,
                   probability_positive, model_version, duplicate_key)
VALUES (1, 'file', '1', 'AF12 lands', :noon, :noon, 'positive', 0.6, 'a', 0)
"""


@pytest.mark.usefixtures("empty_database")
def test_old_rows_know_no_neutral_and_lean_again_after_a_downgrade(tmp_path: Path) -> None:
    app = create_app(Config(secret_key="tests", instance_path=tmp_path), FakeClassifier())
    with app.app_context():
        upgrade(revision="0020")
        for statement in (SCORED, GATHERED):
            typed = text(statement).bindparams(bindparam("noon", type_=DateTime()))
            db.session.execute(typed, {"noon": NOON})
        db.session.commit()
        upgrade(revision="0021")
        columns = text("SELECT neutral_probability, language FROM prediction")
        assert db.session.execute(columns).all() == [(None, None)]
        db.session.execute(text("UPDATE tweet SET label = 'neutral', neutral_probability = 0.7"))
        db.session.commit()
        downgrade(revision="0020")
        assert db.session.scalar(text("SELECT label FROM tweet")) == "positive"
        db.session.rollback()
        upgrade()
        check()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("empty_database")
def test_authors_are_folded_whatever_their_letters(tmp_path: Path) -> None:
    app = create_app(Config(secret_key="tests", instance_path=tmp_path), FakeClassifier())
    insert = text(
        "INSERT INTO tweet (source, source_id, author, text, created_at, received_at,"
        " model_version, duplicate_key) VALUES ('x', :id, :author, 'late', :noon, :noon, 'a', 0)"
    ).bindparams(bindparam("noon", type_=DateTime()))
    with app.app_context():
        upgrade(revision="0024")
        for number, author in enumerate(("Élodie", "ANN", None)):
            db.session.execute(insert, {"id": str(number), "author": author, "noon": NOON})
        db.session.commit()
        upgrade()
        folded = select(Tweet.author_folded).order_by(Tweet.id)
        assert db.session.scalars(folded).all() == ["élodie", "ann", None]
        db.session.remove()
        downgrade(revision="0024")
        upgrade()
        check()
        db.session.remove()


ACKNOWLEDGED = """
INSERT INTO incident (id, cause, subject, state, threshold, window_seconds, first_report_at,
                      last_report_at, report_count, opened_at, acknowledged_by, announced)
VALUES (1, 'errors', '', 'acknowledged', 3, 300, :noon, :noon, 3, :noon, 'ana@example.org', true),
       (2, 'burst', '1', 'acknowledged', 3, 300, :noon, :noon, 3, :noon, 'mail link', true)
"""
ACCOUNT = """
INSERT INTO account (id, email, password_hash, role, must_change_password, created_at)
VALUES (1, 'ana@example.org', '!', 'analyst', false, :noon)
"""


@pytest.mark.usefixtures("empty_database")
def test_who_acknowledged_owns_and_notes_go_with_the_owners(tmp_path: Path) -> None:
    app = create_app(Config(secret_key="tests", instance_path=tmp_path), FakeClassifier())
    with app.app_context():
        upgrade(revision="0027")
        for statement in (ACKNOWLEDGED, ACCOUNT):
            typed = text(statement).bindparams(bindparam("noon", type_=DateTime()))
            db.session.execute(typed, {"noon": NOON})
        db.session.commit()
        upgrade(revision="0028")
        owners = db.session.execute(text("SELECT owner FROM incident ORDER BY id")).scalars().all()
        assert owners == ["ana@example.org", None]
        note = (
            "INSERT INTO incident_event (incident_id, at, kind, detail)"
            " VALUES (1, :noon, :kind, '{}')"
        )
        typed = text(note).bindparams(bindparam("noon", type_=DateTime()))
        for kind in ("noted", "acknowledged"):
            db.session.execute(typed, {"noon": NOON, "kind": kind})
        db.session.commit()
        downgrade(revision="0025")
        kinds = db.session.execute(text("SELECT kind FROM incident_event")).scalars().all()
        assert kinds == ["acknowledged"]
        db.engine.dispose()


@pytest.mark.usefixtures("empty_database")
def test_counts_get_the_source_of_most_tweets_and_add_up_again(tmp_path: Path) -> None:
    app = create_app(Config(secret_key="tests", instance_path=tmp_path), FakeClassifier())
    count = "INSERT INTO background_count (step, at, tweets, scored, negative{}) VALUES ({})"
    with app.app_context():
        upgrade(revision="0028")
        _insert_tweets(("x", 2), ("api", 1))
        db.session.execute(text(count.format("", "'hour', '2026-06-01 12:00:00.000000', 5, 4, 3")))
        db.session.commit()
        upgrade(revision="0029")
        more = "'hour', '2026-06-01 12:00:00.000000', 1, 1, 1, 'bluesky'"
        db.session.execute(text(count.format(", source", more)))
        db.session.commit()
        found = db.session.execute(text("SELECT source, tweets FROM background_count ORDER BY 1"))
        assert [tuple(row) for row in found] == [("bluesky", 1), ("x", 5)]
        db.session.rollback()
        downgrade(revision="0028")
        found = db.session.execute(text("SELECT tweets, scored, negative FROM background_count"))
        assert [tuple(row) for row in found] == [(6, 5, 4)]
        db.session.rollback()
        db.engine.dispose()


def _insert_tweets(*sources: tuple[str, int]) -> None:
    row = (
        "INSERT INTO tweet (source, source_id, created_at, received_at, model_version, "
        "duplicate_key) VALUES (:source, :number, :noon, :noon, 'x', 1)"
    )
    typed = text(row).bindparams(bindparam("noon", type_=DateTime()))
    for source, size in sources:
        for number in range(size):
            values = {"source": source, "number": str(number), "noon": NOON}
            db.session.execute(typed, values)
