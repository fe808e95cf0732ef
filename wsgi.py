"""Where a web server starts: `gunicorn wsgi:app`."""

from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from airparadis.app import create_app
from airparadis.lib.private_files import keep_private
from airparadis.ml.scoring import score
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

keep_private()
app = create_app()
# Before the first request; commands, which use `create_app`, need no model.
with app.app_context(), suppress(SQLAlchemyError):  # a database that is away is asked again later
    if (_classifier := runtime().model.present) is not None:
        score(_classifier, ["the first tweet reads the tables of words"])
    db.session.remove()
