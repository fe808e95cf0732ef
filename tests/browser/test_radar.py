"""What the radar's scripts add: a time line to draw over, and how much of a file is sent."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from airparadis.web.extensions import db
from tests.browser.conftest import OpenPage, Site
from tests.support.steps import open_dashboard
from tests.support.streams import feed, stream, tweet

pytestmark = pytest.mark.browser

ROWS = b"id,text,created_at\n1,air france lost my bag,2026-05-01T10:00:00Z\n"
LOST_OR_REFUSED = re.compile(r"Failed to load resource: (net::ERR_FAILED|.* 422)")


@pytest.fixture
def time_line(open_page: OpenPage, site: Site) -> Page:
    """A week of a stream."""
    with site.app.app_context():
        stream(db.session())
        feed(db.session(), [tweet(n, minutes=60 * n) for n in range(7 * 24)])
    page = open_page()
    open_dashboard(page, site)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Choose your own password")
    page.goto("/radar/streams/1")
    return page


def draw(page: Page, first: float, last: float) -> None:
    """Press at a share of the time line's width and move to another, without letting go."""
    box = page.locator("[data-zoom] svg[role=img]").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + first * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + last * box["width"], middle, steps=4)


def shown(page: Page) -> tuple[datetime, datetime]:
    """What the time line shows: from, until."""
    line = page.locator("[data-zoom]")
    ends = (line.get_attribute(f"data-{name}") for name in ("since", "until"))
    since, until = (datetime.fromisoformat(each or "") for each in ends)
    return since, until


@pytest.mark.parametrize("shares", [(0.25, 0.75), (0.75, 0.25)])
def test_what_is_drawn_over_is_shown_closer(time_line: Page, shares: tuple[float, float]) -> None:
    since, until = shown(time_line)
    draw(time_line, *shares)
    expect(time_line.locator(".plot-drawn")).to_have_count(1)
    time_line.mouse.up()
    time_line.wait_for_url("**/radar/streams/1?since=*")
    expect(time_line.get_by_role("heading", level=1)).to_contain_text("Air France")
    closer = shown(time_line)
    hour = timedelta(hours=1)
    assert abs(closer[0] - (since + (until - since) / 4)) <= hour
    assert abs(closer[1] - (until - (until - since) / 4)) <= hour


def test_escape_takes_back_what_is_drawn(time_line: Page) -> None:
    address = time_line.url
    draw(time_line, 0.25, 0.75)
    time_line.keyboard.press("Escape")
    expect(time_line.locator(".plot-drawn")).to_have_count(0)
    time_line.mouse.up()
    time_line.wait_for_load_state()
    assert time_line.url == address


def test_a_click_on_a_column_leads_closer_as_it_does_without_the_script(time_line: Page) -> None:
    column = time_line.locator(".plot-link").nth(30)
    address = column.locator("..").get_attribute("href") or ""
    column.click()
    time_line.wait_for_url("**/radar/streams/1?since=*")
    assert parse_qs(urlsplit(time_line.url).query) == parse_qs(urlsplit(address).query)


@pytest.fixture
def uploads(open_page: OpenPage, site: Site) -> Page:
    """The form for files."""
    page = open_page(expected=LOST_OR_REFUSED)
    open_dashboard(page, site)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Choose your own password")
    page.goto("/radar/uploads")
    return page


def hand_in(page: Page, path: Path, content: bytes = ROWS) -> None:
    path.write_bytes(content)
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_role("button", name="Hand in").click()


def test_a_file_is_sent_while_the_page_says_so(uploads: Page, tmp_path: Path) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    uploads.route("**/radar/uploads", hold)
    hand_in(uploads, tmp_path / "tweets.csv")
    expect(uploads.get_by_label("Sending")).to_be_visible()
    expect(uploads.get_by_role("button", name="Hand in")).to_be_disabled()
    held[0].continue_()
    uploads.wait_for_url("**/radar/uploads/1")
    expect(uploads.get_by_role("heading", level=1)).to_contain_text("tweets.csv")


def test_a_connection_that_breaks_off_is_told_and_the_file_can_be_sent_again(
    uploads: Page, tmp_path: Path
) -> None:
    uploads.route("**/radar/uploads", lambda route: route.abort())
    hand_in(uploads, tmp_path / "tweets.csv")
    expect(uploads.get_by_text("The connection broke off.")).to_be_visible()
    expect(uploads.get_by_label("Sending")).to_be_hidden()
    uploads.unroute("**/radar/uploads")
    uploads.get_by_role("button", name="Hand in").click()
    uploads.wait_for_url("**/radar/uploads/1")


def test_why_a_file_is_refused_stands_beside_the_field(uploads: Page, tmp_path: Path) -> None:
    hand_in(uploads, tmp_path / "tweets.exe")
    expect(uploads.get_by_role("alert").filter(has_text="Its name must end")).to_be_visible()
    hand_in(uploads, tmp_path / "tweets.csv")
    uploads.wait_for_url("**/radar/uploads/1")


def test_a_file_that_is_too_large_is_not_sent(uploads: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    uploads.on("request", lambda request: asked.append(request.method))
    uploads.evaluate("document.querySelector('#file').dataset.most = '50'")
    hand_in(uploads, tmp_path / "tweets.csv", ROWS * 2)
    message = uploads.get_by_label("File", exact=True).evaluate("each => each.validationMessage")
    assert message == "This file has more than 200 MB."
    assert "POST" not in asked
