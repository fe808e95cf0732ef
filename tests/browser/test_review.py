"""Reviewing by keys."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Site
from tests.support.pages.steps import open_dashboard, score

pytestmark = pytest.mark.browser


def test_keys_label_without_a_page_load_and_none_is_lost(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    for text in ("I love it", "so bad", "great, thanks"):
        score(page, text)
        page.goto("/")
    open_dashboard(page, site)
    page.goto("/admin/review")
    page.evaluate("window.isSame = true")
    for key in "132":
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to review")
    heard = page.locator("main + [aria-live]")
    expect(heard).to_have_text("Nothing to review")
    page.keyboard.press("u")
    expect(heard).to_contain_text("Undone: label the tweet again.")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is this tweet’s sentiment?")
    assert page.evaluate("window.isSame")
