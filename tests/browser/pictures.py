"""Take the pictures of README and guide from the demonstration: `./script/pictures`."""

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from airparadis.app import create_app
from airparadis.cli.demo.candidate import add_candidate
from airparadis.cli.demo.fill import fill
from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.lib.project import ROOT
from airparadis.services.accounts import accounts
from airparadis.services.incidents import open_incidents
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from tests.browser.conftest import find_chromium
from tests.support.applications import make_tables
from tests.support.servers.serving import serving

FOLDER: Final = ROOT / "docs" / "images"
EMAIL: Final = "demo@example.org"
PASSWORD: Final = "pictures of a demonstration"
DESKTOP: Final = (1_120, 820)
PHONE: Final = (390, 844)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, and how much of it is shown; `{burst}` is the open incident."""

    path: str
    size: tuple[int, int] = DESKTOP
    locale: str = "en-GB"
    theme: str = "light"


PAGES: Final[Mapping[str, Picture]] = {
    "home": Picture("/home"),
    "phone": Picture("/home", PHONE, theme="dark"),
    "radar": Picture("/radar/streams/1", (1_120, 760)),
    "burst": Picture("/radar/bursts/{burst}", (1_120, 1_180)),
    "dashboard": Picture("/admin", (1_120, 1_100)),
    "models": Picture("/admin/models", (1_120, 1_400)),
}
"""Pictures by file name."""

TWEETS: Final = {
    ("negative", "en"): "Three hours late, and nobody at the gate helps. Terrible service",
    ("neutral", "en"): "Which terminal does the flight to Lisbon leave from tomorrow?",
    ("positive", "en"): "Lovely crew and a perfect flight, thank you so much!",
    ("negative", "fr"): "Valise perdue et personne ne répond, un service lamentable",
    ("neutral", "fr"): "De quel terminal part le vol pour Lisbonne demain ?",
    ("positive", "fr"): "Équipage adorable et vol parfait, merci beaucoup !",
}


def main() -> None:
    """Fill an instance, serve it, and write every picture."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(secret_key="for pictures only", instance_path=Path(folder))
        make_tables(config)
        app = create_app(config)
        burst = _fill(app, config)
        with serving(app) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox"]
            )
            _take_pages(browser, url, burst)
            _take_verdicts(browser, url)
            browser.close()


def _fill(app: Flask, config: Config) -> int:
    """Fill the instance; return the number of the incident that is open."""
    with app.app_context():
        slot, now = runtime().model, utc_now()
        slot.load()
        accounts.create_user(db.session(), EMAIL, PASSWORD, Role.ADMINISTRATOR, now)
        fill(db.session(), config, slot.classifier, now)
        add_candidate(db.session(), slot.store, slot.classifier.manifest, now)
        return open_incidents.read(db.session()).items[0].id


def _take_pages(browser: Browser, url: str, burst: int) -> None:
    context = _context(browser, url, Picture("/login"))
    page = context.new_page()
    page.goto("/login")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    state = context.storage_state()
    for name, picture in PAGES.items():
        page = _context(browser, url, picture, state).new_page()
        page.goto(picture.path.format(burst=burst))
        _save(page, name)


def _take_verdicts(browser: Browser, url: str) -> None:
    for (verdict, language), text in TWEETS.items():
        picture = Picture("/", (760, 620), f"{language}-FR" if language == "fr" else "en-GB")
        page = _context(browser, url, picture).new_page()
        page.goto("/")
        page.locator("textarea").fill(text)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/predictions/**")
        _save(page, f"{verdict}-{language}")


def _context(browser: Browser, url: str, picture: Picture, state: object = None) -> BrowserContext:
    width, height = picture.size
    return browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        locale=picture.locale,
        color_scheme="dark" if picture.theme == "dark" else "light",
        timezone_id="UTC",
        storage_state=state,  # type: ignore[arg-type] # what `storage_state()` gave
    )


def _save(page: Page, name: str) -> None:
    """Write a picture in 256 colours: a third of the size, and no eye tells the difference."""
    path = FOLDER / f"{name}.png"
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    with Image.open(path) as picture:
        reduced = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    reduced.save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1_000} kB\n")


if __name__ == "__main__":
    main()
