"""A throw-away instance for the demonstration."""

import os
import secrets
import tempfile
import time
from collections.abc import Callable

from airparadis.app import create_app
from airparadis.cli.demo.candidate import add_candidate
from airparadis.cli.demo.fill import fill
from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

EMAIL = "demo@example.org"


def choose_folder() -> str:
    """Point the settings at an empty instance of its own; return its one-time password."""
    password = secrets.token_urlsafe(12)
    folder = tempfile.mkdtemp(prefix="air-paradis-demo-")
    settings = {"INSTANCE_PATH": folder, "DATABASE_URL": "", "MAIL_SERVER": ""}
    os.environ.update(settings | {"ADMIN_EMAIL": EMAIL, "ADMIN_PASSWORD": password})
    return password


def fill_instance(config: Config, password: str, say: Callable[[str], object]) -> None:
    """Fill the instance, and say how to log in."""
    began = time.monotonic()
    app = create_app(config)
    with app.app_context():
        slot = runtime().model
        slot.load()
        now = utc_now()
        count = fill(db.session(), config, slot.classifier, now)
        add_candidate(db.session(), slot.store, slot.classifier.manifest, now)
    seconds = time.monotonic() - began
    say(f"Demonstration: {count:,} tweets in {seconds:.0f} s, in {config.instance_path}")
    say(f"Log in as {EMAIL} with the password {password}")
