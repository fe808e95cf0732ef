"""A file of tweets is uploaded, scored and downloaded, with and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from airparadis.jobs.batches import BatchRunner
from airparadis.lib.clock import utc_now
from airparadis.ml.store import ModelStore
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from tests.browser.conftest import OpenPage, Site
from tests.support.models import write_light_model
from tests.support.pages.steps import open_dashboard
from tests.support.tables import table, write

pytestmark = pytest.mark.browser


@pytest.fixture
def run_worker(site: Site, tmp_path: Path) -> Callable[[], None]:
    """Return a function that runs all pending jobs of a worker."""
    store = ModelStore(tmp_path / "models", write_light_model(tmp_path / "model"))
    with site.app.app_context():
        config = runtime().config
    days = timedelta(days=7)
    runner = BatchRunner(config.instance_path, store, config.batch_limits, days, utc_now)

    def run() -> None:
        with site.app.app_context():
            while runner.step(db.session()):
                pass

    return run


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_file_is_scored_in_the_browser(
    open_page: OpenPage,
    site: Site,
    tmp_path: Path,
    run_worker: Callable[[], None],
    has_javascript: bool,
) -> None:
    page: Page = open_page(java_script_enabled=has_javascript)
    open_dashboard(page, site)
    page.get_by_role("link", name="Batches").click()
    page.get_by_label("File of tweets").set_input_files(write(tmp_path / "tweets.xlsx", table()))
    page.get_by_role("button", name="Upload").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("tweets.xlsx: Being read")
    run_worker()
    expect(title).to_have_text("tweets.xlsx: Needs your input")
    expect(page.get_by_label("Column with the tweets")).to_have_value("text")
    page.get_by_role("button", name="Score the tweets").click()
    expect(title).to_have_text("tweets.xlsx: Queued")
    run_worker()
    expect(title).to_have_text("tweets.xlsx: Done")
    expect(page.get_by_text("Rows without a label, by their reason")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the result").click()
    assert download.value.suggested_filename == "tweets-scored.xlsx"
