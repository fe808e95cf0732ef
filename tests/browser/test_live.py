"""The dashboard refreshes itself while it is visible."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from airparadis.db.tables import AccountSession, Source
from airparadis.domain.predictions.feedback import Ballot
from airparadis.lib.clock import utc_now
from airparadis.services.predictions import feedback
from airparadis.web.extensions import db
from tests.browser.conftest import OpenPage, Site
from tests.support.fakes import FakeClassifier
from tests.support.pages.steps import open_dashboard
from tests.support.predictions import predict

pytestmark = pytest.mark.browser


def report_wrong_elsewhere(site: Site, text: str) -> None:
    """Report a prediction wrong as another reader."""
    with site.app.app_context():
        session, now = db.session(), utc_now()
        [prediction] = predict(session, FakeClassifier(), [text], source=Source.API, now=now)
        session.commit()
        feedback.vote(session, prediction.public_id, "somebody", Ballot(is_correct=False), now)
        session.commit()


def return_to(page: Page) -> None:
    """Return to the tab, which refreshes at once instead of seconds later."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_what_changes_is_swapped_and_what_is_open_focused_or_typed_stays(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    open_dashboard(page, site)
    report_wrong_elsewhere(site, "I love it")
    page.reload()
    table = page.locator("#chart-traffic-table")
    table.locator("summary").click()
    page.get_by_label("Words in the tweet or comment").fill("half a wo")
    link = page.get_by_role("link", name="I love it")
    link.focus()
    page.evaluate("document.querySelector('#model').dataset.kept = 'yes'")
    report_wrong_elsewhere(site, "so bad")
    return_to(page)
    sentence = "No open incidents; 2 errors in 2 judged predictions, 100.0%"
    expect(page.get_by_role("heading", level=1)).to_have_text(sentence)
    expect(page.locator("[data-live-heard]")).to_have_text(sentence)
    expect(page.get_by_role("link", name="so bad")).to_be_visible()
    expect(table).to_have_attribute("open", "")
    expect(link).to_be_focused()
    expect(page.get_by_label("Words in the tweet or comment")).to_have_value("half a wo")
    expect(page.locator("#model")).to_have_attribute("data-kept", "yes")


def test_a_page_that_cannot_be_refreshed_says_so(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    open_dashboard(page, site)
    note = page.get_by_text("This page no longer refreshes by itself.")
    expect(note).to_be_hidden()
    # Log out elsewhere. Clearing the cookies of this browser is not enough: the response of a
    # running refresh would set them again.
    with site.app.app_context():
        db.session.execute(delete(AccountSession))
        db.session.commit()
    return_to(page)
    expect(note).to_be_visible()


def test_a_hidden_page_requests_nothing(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.clock.install()
    open_dashboard(page, site)
    requested: list[str] = []
    page.on("request", lambda request: requested.extend([request.url] * (request.url == page.url)))
    set_hidden(page, hidden=True)
    page.clock.run_for(60_000)
    assert requested == []
    report_wrong_elsewhere(site, "I love it")
    set_hidden(page, hidden=False)
    page.clock.run_for(1)
    expect(page.get_by_role("link", name="I love it")).to_be_visible()
    assert requested == [page.url]
    with page.expect_request(page.url):
        page.clock.run_for(10_000)


def set_hidden(page: Page, *, hidden: bool) -> None:
    """Switch to another tab, or back."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
