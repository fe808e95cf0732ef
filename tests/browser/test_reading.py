"""Languages, themes, sizes, keyboards and screen readers."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Site
from tests.support.pages.steps import MIXED, open_dashboard, report_wrong, score
from tests.support.pages.usability import MIN_TARGET, PHONE, axe_violations, overflow, small_targets

pytestmark = pytest.mark.browser


def visit_all(page: Page, site: Site) -> list[str]:
    """Fill every page with content, and return their paths."""
    score(page, MIXED)
    report_wrong(page, "Neutral", "It is a question of mood")
    result = page.url
    page.goto("/")
    score(page, f"https://t.co/{'x' * 300}")
    report_wrong(page, "Can’t tell", "y" * 300)
    empty = page.url
    open_dashboard(page, site)
    return [result, empty, "/", "/admin", "/account/password", "/api/docs"]


def header_height(page: Page) -> float:
    """Return the height of the header in pixels; each of its lines is as high as a target."""
    box = page.locator(".site-header").bounding_box()
    assert box
    return box["height"]


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_a_phone_never_scrolls_sideways_and_its_targets_are_large(
    open_page: OpenPage, site: Site
) -> None:
    desk = open_page()
    addresses = visit_all(desk, site)
    state = desk.context.storage_state()
    for locale in ("en-GB", "fr-FR"):
        phone = open_page(viewport=PHONE, locale=locale, storage_state=state)
        for address in addresses:
            phone.goto(address)
            assert overflow(phone) <= 0, (locale, address)
            assert header_height(phone) < 3 * MIN_TARGET, (locale, address)
            expect(phone.get_by_role("link", name="Air Paradis", exact=True)).to_be_visible()
            if address != "/api/docs":
                assert small_targets(phone) == [], (locale, address)


def test_axe_finds_no_violation(open_page: OpenPage, site: Site) -> None:
    first = open_page()
    addresses = visit_all(first, site)
    state = first.context.storage_state()
    for scheme, locale in (("light", "en-GB"), ("dark", "fr-FR")):
        page = open_page(color_scheme=scheme, locale=locale, storage_state=state)
        for address in (*addresses, "/login"):
            if address == "/login":
                page.context.clear_cookies()  # logged in, it redirects
            page.goto(address)
            page.locator("details").evaluate_all(
                "all => all.forEach(details => details.open = true)"
            )
            violations = axe_violations(page, "#api-docs")  # the page of Swagger UI
            assert violations == [], (scheme, locale, address)


def test_the_main_path_needs_no_mouse(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "#text")
    page.keyboard.type("my flight is delayed")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Negative, fairly sure")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="delayed")).to_be_visible()
    tab_to(page, "button[value=false]")
    page.keyboard.press("Space")
    wrong = page.get_by_role("button", name="No, wrong")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Neutral")).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("radio", name="Neutral")).to_be_checked()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until `selector` has the focus; every stop must be visible."""
    for _ in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        label = page.evaluate("document.activeElement.closest('label') !== null")
        assert style != "none" or label, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_the_counter_says_what_is_left_and_what_is_too_much(open_page: OpenPage) -> None:
    page = open_page()
    area = page.get_by_label("Tweet", exact=True)
    counter = page.locator(".counter")
    expect(counter).to_have_text("1,000 characters left")
    area.fill("  " + "é" * 988 + "\n")
    expect(counter).to_have_text("12 characters left")
    area.fill("🛫" * 999)
    expect(counter).to_have_text("1 character left")
    area.fill("x" * 1_003)
    expect(counter).to_have_text("3 characters too many")
    expect(page.locator("[aria-live=polite]")).to_have_text("3 characters too many")


def test_the_text_of_a_refused_tweet_is_kept(open_page: OpenPage) -> None:
    page = open_page()
    score(page, "x" * 1_003)
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="The tweet is 3 characters too long.").click()
    area = page.get_by_label("Tweet", exact=True)
    expect(area).to_be_focused()
    expect(area).to_have_value("x" * 1_003)


def test_the_language_follows_the_browser_and_can_be_chosen(open_page: OpenPage) -> None:
    page = open_page(locale="fr-CA")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_label("Tweet", exact=True).fill("my flight is delayed")
    page.get_by_role("button", name="Analyser ce tweet").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_accessible_name("Négatif, assez sûr\u202f: 82\xa0%")
    page.get_by_role("button", name="English").click()
    expect(heading).to_have_accessible_name("Negative, fairly sure: 82%")
    expect(page.get_by_role("button", name="English")).to_have_attribute("aria-pressed", "true")


def test_the_colours_follow_the_device_and_can_be_chosen(open_page: OpenPage) -> None:
    light, dark = (open_page(color_scheme=scheme) for scheme in ("light", "dark"))
    assert background(light) != background(dark)
    dark.get_by_role("button", name="Light").click()
    expect(dark.locator("html")).to_have_attribute("data-theme", "light")
    assert background(dark) == background(light)
    dark.get_by_role("button", name="Automatic").click()
    expect(dark.locator("html")).not_to_have_attribute("data-theme", "light")
    assert background(dark) != background(light)


def test_times_are_in_the_zone_that_the_browser_reports(
    open_page: OpenPage,
) -> None:
    page = open_page(timezone_id="Asia/Kolkata")
    score(page, "I love it")
    expect(page.locator("dl time")).to_contain_text("IST")


def test_relative_times_stay_true_on_an_open_page(open_page: OpenPage) -> None:
    page = open_page()
    page.clock.install()
    score(page, "I love it")
    when = page.locator("figure time")
    expect(when).to_have_text("just now")
    page.clock.fast_forward("05:00")
    expect(when).to_have_text("5 minutes ago")


def test_paper_shows_the_verdict_and_no_controls(open_page: OpenPage) -> None:
    page = open_page()
    score(page, MIXED)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("button, nav").locator("visible=true").count() == 0
