"""Measures of a page's usability: width, size of targets, violations that axe finds."""

from playwright.sync_api import Page

from airparadis.lib.project import ROOT

AXE = ROOT / "tests" / "browser" / "vendor" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
TARGETS = ".button, .radio, .tabs a, .site-nav a, .site-account a, summary, input, textarea"
MIN_TARGET = 44
"""Pixels."""


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def small_targets(page: Page) -> list[str]:
    """Return the targets that a thumb may miss; radio buttons are touched by their labels."""
    targets = page.locator(TARGETS).locator("visible=true").all()
    boxes = [(target, target.bounding_box()) for target in targets]
    return [
        str(target.evaluate("element => element.outerHTML"))
        for target, box in boxes
        if target.get_attribute("type") != "radio" and box and box["height"] < MIN_TARGET
    ]


def axe_violations(page: Page, options: str = "") -> list[tuple[str, str]]:
    """Run axe and return the rule and the first element of each violation."""
    page.evaluate(AXE.read_text())
    result = page.evaluate(f"axe.run({options})")
    return [(violation["id"], violation["nodes"][0]["html"]) for violation in result["violations"]]
