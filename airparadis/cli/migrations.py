"""Flask-Migrate, loaded once something migrates: Alembic costs web servers, which do not, 7 MB."""

from flask import Flask

from airparadis.lib.project import ROOT
from airparadis.web.extensions import db

_NAME = "migrate"
"""Where Flask-Migrate looks for its settings among an application's extensions."""


class Unbound:
    """Stands there until it is asked for anything, then makes way."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> object:
        bind_migrations(self._app)
        return getattr(self._app.extensions[_NAME], name)


def bind_migrations_later(app: Flask) -> None:
    """Bind them when they are first asked for."""
    app.extensions[_NAME] = Unbound(app)


def bind_migrations(app: Flask) -> None:
    """Bind the migrations, with their commands, unless that is done."""
    if not isinstance(app.extensions[_NAME], Unbound):
        return
    from flask_migrate import Migrate

    migrate = Migrate(render_as_batch=True, compare_type=True)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
