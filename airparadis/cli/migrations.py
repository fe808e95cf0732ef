"""Flask-Migrate, loaded on first use: its Alembic would cost web servers 7 MB for nothing."""

from flask import Flask

from airparadis.lib.project import ROOT
from airparadis.web.extensions import db

_NAME = "migrate"
"""The extension name under which Flask-Migrate stores its settings."""


class LazyMigrate:
    """A stand-in for Flask-Migrate's settings that loads them on the first access."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> object:
        bind_migrations(self._app)
        return getattr(self._app.extensions[_NAME], name)


def bind_migrations_later(app: Flask) -> None:
    """Bind the migrations when they are first used."""
    app.extensions[_NAME] = LazyMigrate(app)


def bind_migrations(app: Flask) -> None:
    """Bind the migrations and their commands, unless that is done."""
    if not isinstance(app.extensions[_NAME], LazyMigrate):
        return
    from flask_migrate import Migrate

    migrate = Migrate(render_as_batch=True, compare_type=True)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
