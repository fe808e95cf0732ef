"""A Chromium and a served application."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.notify import event_log
from airparadis.services.accounts.first_admin import ensure_admin
from airparadis.web.extensions import db
from tests.support.applications import make_tables
from tests.support.fakes import FakeClassifier
from tests.support.servers.serving import serving

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REFUSED_FORM = re.compile(r"Failed to load resource: .* 422")
"""Chromium logs every 4xx page, also a form that is returned with its errors."""

expect.set_options(timeout=20_000)  # for a busy machine

OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Site:
    """A running application, and the password that its first start printed."""

    app: Flask
    url: str
    email: str
    one_time_password: str


@pytest.fixture
def site(tmp_path: Path, database: dict[str, str]) -> Iterator[Site]:
    config = Config(
        secret_key="for tests only", instance_path=tmp_path, rate_limit_login="1000/minute"
    )
    yield from run_site(config)


def run_site(config: Config) -> Iterator[Site]:
    """Serve a fresh instance until the test ends."""
    make_tables(config)
    app = create_app(config, FakeClassifier())
    with app.app_context():
        password = ensure_admin(db.session(), config, utc_now())
        db.session.commit()
    assert password is not None
    with serving(app) as url:
        yield Site(app, url, config.admin_email, password)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    event_log.close_logging()


def find_chromium() -> str | None:
    """Return the path of an installed Chromium; None without one."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(f"the browser tests need one of {', '.join(CHROMIUM_NAMES)} on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Open a page in a fresh profile; an error in any page fails the test."""
    faults: list[str] = []

    def open_(path: str = "/", expected: re.Pattern[str] = REFUSED_FORM, **profile: Any) -> Page:
        settings = {"locale": "en-GB", "timezone_id": "UTC"} | profile
        page = browser.new_context(base_url=site.url, **settings).new_page()
        page.set_default_timeout(60_000)  # longer than `expect`: a page may be large
        page.on("console", lambda message: _add_message(faults, message, expected))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: _add_foreign(faults, request, site.url))
        page.goto(path)
        return page

    yield open_
    for context in browser.contexts:
        context.close()
    assert faults == []


def _add_message(faults: list[str], message: ConsoleMessage, expected: re.Pattern[str]) -> None:
    """Record an error on the console, such as a violation of the content security policy."""
    if message.type in {"error", "warning"} and not expected.match(message.text):
        faults.append(message.text)


def _add_foreign(faults: list[str], request: Request, url: str) -> None:
    if not request.url.startswith((f"{url}/", "data:")):
        faults.append(f"request to another site: {request.url}")
