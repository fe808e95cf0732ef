"""The main path of a reader and an administrator, from a tweet to the dashboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Site
from tests.support.pages.steps import MIXED, open_dashboard, report_wrong, score

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("java_script_enabled", [True, False], ids=["js", "no-js"])


@SCRIPTS
def test_a_tweet_is_scored_and_its_deciding_words_are_marked(
    open_page: OpenPage, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    score(page, MIXED)
    expect(page.get_by_role("heading", level=1)).to_have_accessible_name(
        "Negative, fairly sure: 73%"
    )
    expect(page.locator("blockquote")).to_have_text(MIXED)
    assert page.locator("mark.word-negative", has_text="worst").count() == 1
    marks = page.locator("blockquote mark").all_text_contents()
    assert marks == ["love", "lost", "worst", "good"]


@SCRIPTS
def test_a_vote_says_more_and_can_be_changed(
    open_page: OpenPage, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    score(page, MIXED)
    right = page.get_by_role("button", name="Yes, right")
    wrong = page.get_by_role("button", name="No, wrong")
    report_wrong(page, "Neutral", "It is a question of mood")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("radio", name="Neutral")).to_be_checked()
    expect(page.get_by_label("Comment")).to_have_value("It is a question of mood")
    wrong.click()
    expect(page.get_by_label("Comment")).to_have_value("It is a question of mood")
    right.click()
    expect(right).to_have_attribute("aria-pressed", "true")
    expect(wrong).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_label("Comment")).to_have_count(0)


@SCRIPTS
def test_the_first_login_changes_the_password_and_finds_the_wrong_prediction(
    open_page: OpenPage, site: Site, java_script_enabled: bool
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    score(page, MIXED)
    report_wrong(page, "Neutral", "It is a question of mood")
    result = page.url.partition("#")[0]
    open_dashboard(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "No open incidents; 1 error in 1 judged prediction, 100.0%"
    )
    report = page.get_by_role("listitem").filter(has_text=MIXED)
    for text in ("Negative 73%", "Should be Neutral", "It is a question of mood"):
        expect(report).to_contain_text(text)
    report.get_by_role("link", name=MIXED).click()
    assert page.url == result
    page.locator(".site-account summary").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()


def test_a_refused_login_says_so_and_keeps_the_address(open_page: OpenPage, site: Site) -> None:
    page = open_page("/admin")
    page.get_by_label("Mail address").fill(site.email)
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Log in").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("The mail address or the password is wrong.")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Mail address")).to_have_value(site.email)


def test_three_reports_open_an_incident_on_the_dashboard(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    for text in ("I love it", "so bad", "great, thanks"):
        score(page, text)
        page.get_by_role("button", name="No, wrong").click()
        page.get_by_role("link", name="Air Paradis").click()
    result = site.app.test_cli_runner().invoke(args=["monitor"])
    assert result.exit_code == 0, result.output
    open_dashboard(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("3 predictions reported wrong")
    expect(page.get_by_text("Nobody notified: no channel is configured")).to_be_visible()


def test_the_documentation_of_the_api_can_be_tried_out(open_page: OpenPage) -> None:
    page = open_page("/api/docs")
    call = page.locator(".opblock").filter(has_text="Model in service")
    call.get_by_role("button").first.click()
    call.get_by_role("button", name="Try it out").click()
    call.get_by_role("button", name="Execute").click()
    expect(call.locator(".live-responses-table")).to_contain_text("fake-2026.11.23-00c0ffee")
