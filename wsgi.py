"""Where a web server starts: `gunicorn wsgi:app`."""

from airparadis.app import create_app
from airparadis.web.runtime import Runtime

app = create_app()
_runtime: Runtime = app.extensions["airparadis"]
_runtime.model.load()  # before the first request; commands, which use `create_app`, need no model
