"""Every migration runs in both directions and leads to the tables that the code declares."""

from datetime import datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import DateTime, bindparam, inspect, text

from airparadis.app import create_app
from airparadis.config import ROOT, Config
from airparadis.extensions import db
from airparadis.migration_files import latest_revision
from tests.fakes import FakeClassifier


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
