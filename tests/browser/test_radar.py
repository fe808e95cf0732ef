"""The scripts of the radar: zooming into the timeline, the progress of an upload."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from airparadis.web.extensions import db
from tests.browser.conftest import OpenPage, Site
from tests.support.pages.steps import open_dashboard
from tests.support.streams import feed, stream, tweet

pytestmark = pytest.mark.browser

ROWS = b"id,text,created_at\n1,air france lost my bag,2026-05-01T10:00:00Z\n"
LOST_OR_REFUSED = re.compile(r"Failed to load resource: (net::ERR_FAILED|.* 422)")


@pytest.fixture
def timeline(open_page: OpenPage, site: Site) -> Page:
    """Open the timeline of a stream with a week of tweets."""
    with site.app.app_context():
        stream(db.session())
        feed(db.session(), [tweet(n, minutes=60 * n) for n in range(7 * 24)])
    page = open_page()
    open_dashboard(page, site)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Choose your own password")
    page.goto("/radar/streams/1")
    return page


def drag(page: Page, first: float, last: float) -> None:
    """Press at a share of the timeline's width and drag to another, without releasing."""
    box = page.locator("[data-zoom] .plot svg").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + first * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + last * box["width"], middle, steps=4)


def shown_span(page: Page) -> tuple[datetime, datetime]:
    """Return the beginning and the end of the timeline."""
    line = page.locator("[data-zoom]")
    ends = (line.get_attribute(f"data-{name}") for name in ("since", "until"))
    since, until = (datetime.fromisoformat(end or "") for end in ends)
    return since, until


@pytest.mark.parametrize("shares", [(0.25, 0.75), (0.75, 0.25)])
def test_a_dragged_span_is_zoomed_into(timeline: Page, shares: tuple[float, float]) -> None:
    since, until = shown_span(timeline)
    drag(timeline, *shares)
    expect(timeline.locator(".plot-drawn")).to_have_count(1)
    timeline.mouse.up()
    timeline.wait_for_url("**/radar/streams/1?since=*")
    expect(timeline.get_by_role("heading", level=1)).to_contain_text("Air France")
    zoomed = shown_span(timeline)
    hour = timedelta(hours=1)
    assert abs(zoomed[0] - (since + (until - since) / 4)) <= hour
    assert abs(zoomed[1] - (until - (until - since) / 4)) <= hour


def test_escape_cancels_the_drag(timeline: Page) -> None:
    address = timeline.url
    drag(timeline, 0.25, 0.75)
    timeline.keyboard.press("Escape")
    expect(timeline.locator(".plot-drawn")).to_have_count(0)
    timeline.mouse.up()
    timeline.wait_for_load_state()
    assert timeline.url == address


def test_a_click_on_a_column_zooms_in_as_it_does_without_the_script(timeline: Page) -> None:
    column = timeline.locator(".plot-link").nth(30)
    address = column.locator("..").get_attribute("href") or ""
    column.click()
    timeline.wait_for_url("**/radar/streams/1?since=*")
    assert parse_qs(urlsplit(timeline.url).query) == parse_qs(urlsplit(address).query)


@pytest.fixture
def uploads(open_page: OpenPage, site: Site) -> Page:
    """Open the form for files."""
    page = open_page(expected=LOST_OR_REFUSED)
    open_dashboard(page, site)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Choose your own password")
    page.goto("/radar/uploads")
    return page


def upload(page: Page, path: Path, content: bytes = ROWS) -> None:
    path.write_bytes(content)
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_role("button", name="Upload").click()


def test_a_file_is_sent_while_the_page_says_so(uploads: Page, tmp_path: Path) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    uploads.route("**/radar/uploads", hold)
    upload(uploads, tmp_path / "tweets.csv")
    expect(uploads.get_by_label("Sending")).to_be_visible()
    expect(uploads.get_by_role("button", name="Upload")).to_be_disabled()
    while not held:
        uploads.wait_for_timeout(10)  # lets the route be handled
    held[0].continue_()
    uploads.wait_for_url("**/radar/uploads/1")
    expect(uploads.get_by_role("heading", level=1)).to_contain_text("tweets.csv")


def test_a_broken_connection_is_reported_and_the_file_can_be_sent_again(
    uploads: Page, tmp_path: Path
) -> None:
    uploads.route("**/radar/uploads", lambda route: route.abort())
    upload(uploads, tmp_path / "tweets.csv")
    expect(uploads.get_by_text("The connection broke off.")).to_be_visible()
    expect(uploads.get_by_label("Sending")).to_be_hidden()
    uploads.unroute("**/radar/uploads")
    uploads.get_by_role("button", name="Upload").click()
    uploads.wait_for_url("**/radar/uploads/1")


def test_a_refusal_is_explained_beside_the_field(uploads: Page, tmp_path: Path) -> None:
    uploads.evaluate("document.querySelector('#file').required = false")
    uploads.get_by_role("button", name="Upload").click()
    expect(uploads.get_by_role("alert").filter(has_text="Choose a file.")).to_be_visible()
    upload(uploads, tmp_path / "tweets.csv")
    uploads.wait_for_url("**/radar/uploads/1")


def test_a_file_that_is_too_large_is_not_sent(uploads: Page, tmp_path: Path) -> None:
    methods: list[str] = []
    uploads.on("request", lambda request: methods.append(request.method))
    uploads.evaluate("document.querySelector('#file').dataset.most = '50'")
    upload(uploads, tmp_path / "tweets.csv", ROWS * 2)
    message = uploads.get_by_label("File", exact=True).evaluate("field => field.validationMessage")
    assert message == "This file is larger than 200 MB."
    assert "POST" not in methods
