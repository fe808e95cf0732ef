"""Measures of a page's usability: width, size of targets, violations that axe finds."""

from playwright.sync_api import Page

from airparadis.lib.project import ROOT

AXE = ROOT / "tests" / "browser" / "vendor" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
MIN_TARGET = 44
"""Pixels."""

_TARGETS = ".button, .radio, .tabs a, .site-nav a, .site-account a, summary, input, textarea"
_VIOLATIONS = """exclude => axe.run({exclude}, {resultTypes: ["violations"]}).then(
    ({violations}) => violations.map(violation => [violation.id, violation.nodes[0].html]))"""
_SMALL_TARGETS = """([targets, minHeight]) => [...document.querySelectorAll(targets)]
    .filter(element => element.checkVisibility() && element.type !== "radio")
    .filter(element => element.type !== "checkbox" || !element.closest(".radio"))
    .filter(element => element.getBoundingClientRect().height < minHeight)
    .map(element => element.outerHTML)"""


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def small_targets(page: Page) -> list[str]:
    """Return the targets that a thumb may miss; radio buttons and boxes are touched by labels."""
    elements: list[str] = page.evaluate(_SMALL_TARGETS, [_TARGETS, MIN_TARGET])
    return elements


def axe_violations(page: Page, *exclude: str) -> list[list[str]]:
    """Run axe outside some selectors; return the rule and the first element of each violation."""
    page.evaluate(AXE.read_text())
    violations: list[list[str]] = page.evaluate(_VIOLATIONS, list(exclude))
    return violations
