"""An incident from its mail to its page, and the preview of the alert rule."""

import re

import pytest
from playwright.sync_api import Page, expect

from airparadis.config.settings import Config
from airparadis.notify.mail_links import acknowledge_token
from tests.browser.conftest import OpenPage, Site
from tests.support.pages.steps import open_dashboard, score
from tests.support.pages.usability import PHONE, axe_violations, overflow, small_targets

pytestmark = pytest.mark.browser
PATHS = ("/admin/incidents", "/admin/incidents/1", "/admin/settings")


def raise_incident(page: Page, site: Site) -> str:
    """Report three predictions wrong, and return the link of the mail."""
    for text in ("I love it", "so bad", "great, thanks"):
        page.goto("/")
        score(page, text)
        page.get_by_role("button", name="No, wrong").click()
    result = site.app.test_cli_runner().invoke(args=["monitor"])
    assert result.exit_code == 0, result.output
    config: Config = site.app.extensions["airparadis"].config
    return f"/incidents/{acknowledge_token(config.signing_key(), 1)}"


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["js", "no-js"])
def test_the_link_of_the_mail_acknowledges_by_a_click_and_the_page_says_who(
    open_page: OpenPage, site: Site, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    page.goto(raise_incident(page, site))
    expect(page.get_by_text("Nobody has acknowledged it yet")).to_be_visible()
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("by link in the mail: no reminder is sent")).to_be_visible()
    open_dashboard(page, site)
    page.get_by_role("link", name="3 predictions reported wrong").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 predictions reported wrong")
    expect(page.get_by_text("Acknowledged by link in the mail")).to_be_visible()
    page.get_by_role("button", name="Snooze for 4 hours").click()
    expect(page.get_by_text(re.compile("^Snoozed until .*: nothing is mailed"))).to_be_visible()


def test_the_preview_of_the_rule_follows_the_typing(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    raise_incident(page, site)
    open_dashboard(page, site)
    page.get_by_role("link", name="Admin", exact=True).click()
    page.get_by_role("link", name="Alerts", exact=True).click()
    preview = page.locator("#preview")
    page.get_by_label("Predictions reported wrong").fill("3")
    expect(preview).to_contain_text("1 incident would have opened in the last 30 days")
    page.get_by_label("Predictions reported wrong").fill("4")
    expect(preview).to_contain_text("0 incidents would have opened")
    page.get_by_label("Predictions reported wrong").fill("")
    expect(preview).to_contain_text("Enter two whole numbers")


def test_the_pages_of_incidents_suit_phones_and_axe(open_page: OpenPage, site: Site) -> None:
    desk = open_page()
    link = raise_incident(desk, site)
    open_dashboard(desk, site)
    state = desk.context.storage_state()
    for scheme, locale in (("light", "en-GB"), ("dark", "fr-FR")):
        look = {"locale": locale, "color_scheme": scheme}
        phone = open_page(viewport=PHONE, storage_state=state, **look)
        for path in (*PATHS, link):
            phone.goto(path)
            assert overflow(phone) <= 0, (locale, path)
            assert small_targets(phone) == [], (locale, path)
            assert axe_violations(phone) == [], (scheme, locale, path)
