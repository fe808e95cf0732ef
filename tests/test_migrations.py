"""Every migration runs in both directions and leads to the tables that the code declares."""

from pathlib import Path

from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from airparadis.app import create_app
from airparadis.config import Config
from airparadis.extensions import db
from tests.fakes import FakeClassifier


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
