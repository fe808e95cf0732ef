"""The demonstration from landing to release, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import func, select

from airparadis.app import create_app
from airparadis.cli.demo.candidate import add_candidate
from airparadis.cli.demo.fill import fill
from airparadis.config.settings import Config
from airparadis.db.tables import Feedback, Incident, ReviewLabel
from airparadis.domain.accounts.roles import Role
from airparadis.domain.incidents.incident import Cause
from airparadis.lib.clock import utc_now
from airparadis.notify import event_log
from airparadis.services.accounts import accounts
from airparadis.services.models import releases
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from tests.support.applications import make_tables
from tests.support.pages.usability import axe_violations, overflow
from tests.support.servers.serving import serving

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "ana@example.org", "by keyboard alone today"
HOURS = 96
MAX_TABS = 120
PAGES = ("/home", "/radar", "/radar/streams/1/tweets", "/admin/drift", "/admin/models")


@pytest.fixture
def demo(tmp_path: Path, database: dict[str, str]) -> Iterator[Flask]:
    """Fill a small demonstration, with the model that is bundled."""
    config = Config(secret_key="for tests only", instance_path=tmp_path)
    make_tables(config)
    app = create_app(config)
    with app.app_context():
        slot, now = runtime().model, utc_now()
        slot.load()
        accounts.create_user(db.session(), EMAIL, PASSWORD, Role.ADMINISTRATOR, now)
        fill(db.session(), config, slot.classifier, now, HOURS)
        add_candidate(db.session(), slot.store, slot.classifier.manifest, now)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    event_log.close_logging()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {target}")


def enter(page: Page, target: Locator) -> None:
    """Move the focus to the target and press Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def open_section(page: Page, name: str) -> None:
    enter(page, page.get_by_role("navigation", name="Main").get_by_role("link", name=name).first)
    page.wait_for_load_state()


def count(app: Flask, table: type[Feedback] | type[ReviewLabel]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def log_in(page: Page) -> None:
    page.goto("/login")
    tab_to(page, page.locator("[name=email]"))
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")


def test_the_demonstration_is_walked_by_keyboard(browser: Browser, demo: Flask) -> None:
    with serving(demo) as url:
        page = browser.new_context(base_url=url, locale="en-GB").new_page()
        log_in(page)
        see_the_burst_and_correct_a_tweet(page, demo)
        label_five(page, demo)
        release_the_candidate(page, demo)
        acknowledge(page, demo)
        for address in PAGES:
            page.goto(address)
            assert axe_violations(page) == [], address
            assert overflow(page) <= 0, address
        page.context.close()


def see_the_burst_and_correct_a_tweet(page: Page, demo: Flask) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Azur Wings")
    enter(page, page.locator("#burning .incident-what a").first)
    expect(page.get_by_role("heading", name="Representative tweets")).to_be_visible()
    votes = count(demo, Feedback)
    card = page.locator("#report li.report").first
    for expected in (votes, votes + 1):
        enter(page, card.locator("summary").first)
        enter(page, card.get_by_role("button", name="Neutral"))
        said = page.locator(".own-vote").first
        expect(said).to_contain_text("You said: wrong, should be neutral.")
        if expected == votes:
            enter(page, page.get_by_role("button", name="Undo"))
            expect(page.get_by_role("status")).to_contain_text("Your vote is withdrawn.")
        assert count(demo, Feedback) == expected
    enter(page, card.locator("summary").nth(1))
    enter(page, card.locator(".card-assign").get_by_role("button", name="Assign"))
    expect(card.locator(".assignee")).to_have_text("Assigned to you.")


def label_five(page: Page, demo: Flask) -> None:
    labels = count(demo, ReviewLabel)
    open_section(page, "Home")
    enter(page, page.get_by_role("link", name="Review 1 tweet assigned to you"))
    expect(page.locator(".review-why")).to_contain_text("Assigned")
    open_section(page, "Review")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is this tweet’s sentiment?")
    for key in "12131":
        page.keyboard.press(key)
    expect(page.get_by_text("Before: “")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for _ in range(50):
        if count(demo, ReviewLabel) == labels + 5:
            break
        page.wait_for_timeout(100)
    assert count(demo, ReviewLabel) == labels + 5


def release_the_candidate(page: Page, demo: Flask) -> None:
    open_section(page, "Model")
    enter(page, page.get_by_role("link", name="Releases"))
    enter(page, page.get_by_role("button", name="Release light-"))
    expect(page.get_by_role("status").first).to_contain_text("is released.")
    with demo.app_context():
        assert releases.current(db.session()) is not None


def acknowledge(page: Page, demo: Flask) -> None:
    open_section(page, "Incidents")
    enter(page, page.get_by_role("button", name="Acknowledge").first)
    expect(page.get_by_text("Acknowledged: you are on it.")).to_be_visible()
    with demo.app_context():
        burst = db.session.scalars(select(Incident).where(Incident.cause == Cause.BURST)).one()
        assert burst.owner == EMAIL
