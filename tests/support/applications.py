"""Applications for tests: made once for each set of settings, and as good as new for every test.

Making one takes a twentieth of a second (three hundred routes are compiled), its first pages and
queries as much again; most tests need no other than the test before.
"""

from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.ml.contract import Classifier
from airparadis.notify import event_log
from airparadis.web.extensions import db, mail
from airparadis.web.runtime import make_runtime
from tests.support.fakes import FakeClassifier

MAX_KEPT = 4


@cache
def migrated_file() -> bytes:
    """A SQLite file as the migrations make it, to be copied for each test."""
    with TemporaryDirectory() as folder:
        config = Config(secret_key="for tests only", instance_path=Path(folder), database_url="")
        app = create_app(config, FakeClassifier())
        with app.app_context():
            upgrade()
            db.engine.dispose()
        event_log.close_logging()
        return config.database_file.read_bytes()


def make_tables(config: Config) -> None:
    """Give an instance its database, if that is a file; others are made with their tables."""
    if not config.database_url:
        config.instance_path.mkdir(parents=True, exist_ok=True)
        config.database_file.write_bytes(migrated_file())


def make_app(config: Config, classifier: Classifier | None = None) -> Flask:
    """Make an application with its tables, whose forms need no token."""
    make_tables(config)
    app = create_app(config, classifier)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


class AppPool:
    """Keeps the applications last used, each with the settings and extensions it was made with."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Config, _Made] = OrderedDict()

    def app(self, config: Config) -> Flask:
        """Return an application of these settings, with empty tables and the fake model."""
        make_tables(config)
        made = self._kept.pop(config, None) or _Made(create_app(config, FakeClassifier()))
        self._kept[config] = made
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
        made.renew(config)
        return made.app


class _Made:
    def __init__(self, app: Flask) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        self.app = app
        self._config: Mapping[str, Any] = dict(app.config)
        self._extensions: Mapping[str, Any] = dict(app.extensions)

    def renew(self, config: Config) -> None:
        """Undo what a test can have changed."""
        app = self.app
        app.config.clear()
        app.config.update(self._config)
        app.extensions.clear()
        app.extensions.update(self._extensions)
        app.extensions["airparadis"] = make_runtime(config, FakeClassifier())
        mail.init_app(app)
        event_log.configure_logging(config.instance_path)
