"""Steps that people take on the pages, by the labels they read there."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

MIXED = "I love the crew but my bag is lost, worst start of a good holiday"
NEW_PASSWORD = "four unrelated plain words"


def score(page: Page, text: str) -> None:
    """Score a tweet with the form of the current page."""
    page.get_by_label("Tweet", exact=True).fill(text)
    page.get_by_role("button", name="Score this tweet").click()


def report_wrong(page: Page, corrected_label: str, comment: str) -> None:
    """Thumb down, then say more."""
    page.get_by_role("button", name="No, wrong").click()
    page.get_by_role("radio", name=corrected_label).check()
    page.get_by_label("Comment").fill(comment)
    page.get_by_role("button", name="Save these details").click()


def log_in(page: Page, site: Site, password: str) -> None:
    """Log in from any page."""
    page.get_by_role("link", name="Log in").click()
    page.get_by_label("Mail address").fill(site.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


def choose_password(page: Page, current: str) -> None:
    """Replace the password, as the first login demands."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose your own password")
    page.get_by_label("Current password").fill(current)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Repeat the new password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change the password").click()


def open_dashboard(page: Page, site: Site) -> None:
    """Come to the dashboard for the first time."""
    log_in(page, site, site.one_time_password)
    choose_password(page, site.one_time_password)
    page.get_by_role("link", name="Model", exact=True).click()
