"""Contact points and routes in a real browser: without scripts, on a phone, and by axe."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Site
from tests.support.pages.steps import open_dashboard
from tests.support.pages.usability import PHONE, axe_violations, overflow, small_targets

pytestmark = pytest.mark.browser


def edit_contacts(page: Page) -> None:
    """Take the contacts over, make one with a route, and set quiet hours."""
    page.goto("/admin/contacts")
    page.get_by_role("button", name="Edit contacts here").click()
    page.get_by_role("link", name="New: Mail").click()
    page.get_by_label("Name").fill("Press desk")
    page.get_by_label("Mail addresses").fill("nobody")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter 1 to 50 mail addresses")
    page.get_by_label("Mail addresses").fill("press@example.org, pr@example.org")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("About").select_option("burst")
    page.get_by_label("From severity").fill("5")
    page.get_by_role("button", name="Add the route").click()
    expect(page.locator("#routes")).to_contain_text("bursts of streams, from severity 5")
    everything = page.locator("#routes li").filter(has_text="everything")
    everything.get_by_role("button").click()
    expect(page.locator("#routes li")).to_have_count(1)
    page.goto("/admin/contacts")
    page.get_by_label("From", exact=True).fill("22:00")
    page.get_by_label("Until").fill("07:00")
    page.get_by_role("button", name="Save the quiet hours").click()
    expect(page.get_by_role("status")).to_contain_text("The quiet hours are saved.")


def test_contacts_are_edited_without_scripts_on_a_phone_and_read_by_axe(
    open_page: OpenPage, site: Site
) -> None:
    desk = open_page()
    open_dashboard(desk, site)
    state = desk.context.storage_state()
    edit_contacts(open_page(java_script_enabled=False, storage_state=state))
    addresses = ("/admin/contacts", "/admin/contacts/1", "/admin/contacts/new?channel=webhook")
    for scheme, locale in (("light", "en-GB"), ("dark", "fr-FR")):
        phone = open_page(viewport=PHONE, color_scheme=scheme, locale=locale, storage_state=state)
        for address in (*addresses, "/admin/contacts/new?channel=chat", "/radar/streams/new"):
            phone.goto(address)
            phone.locator("details").evaluate_all(
                "all => all.forEach(details => details.open = true)"
            )
            assert overflow(phone) <= 0, (locale, address)
            assert small_targets(phone) == [], (locale, address)
            assert axe_violations(phone) == [], (locale, address)
