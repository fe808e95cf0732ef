"""Every migration runs in both directions and leads to the tables that the code declares."""

from pathlib import Path

from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from airparadis.app import create_app
from airparadis.config import ROOT, Config
from airparadis.extensions import db
from airparadis.preparation import latest_revision
from tests.fakes import FakeClassifier


def test_the_number_of_the_last_file_is_the_head() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert scripts.get_current_head() == latest_revision()


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
