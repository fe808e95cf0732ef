"""One HTML file that needs nothing beside it: figures, charts, style."""

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from training.reporting import charts
from training.reporting.charts import Chart

TOKENS = {
    charts.INK: "var(--ink)",
    charts.MUTED: "var(--ink-muted)",
    charts.LINE: "var(--line)",
    charts.NEGATIVE: "var(--negative)",
    charts.POSITIVE: "var(--positive)",
    charts.GROUND: "var(--surface)",
    charts.PURPLE: "var(--purple)",
    charts.TEAL: "var(--teal)",
    charts.CRIMSON: "var(--crimson)",
    charts.OLIVE: "var(--olive)",
}


def page_environment(folder: Path) -> Environment:
    """Templates of `folder` and of this package; every text from the data is escaped."""
    environment = Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"count": count, "percent": percent}
    return environment


def inlined(drawn: Mapping[str, Chart]) -> dict[str, tuple[str, Markup]]:
    """What the `chart` macro asks for: each chart's description and its SVG, by name."""
    return {name: (chart.description, inline(chart)) for name, chart in drawn.items()}


def inline(chart: Chart) -> Markup:
    """The chart's SVG for a page: its colours follow the theme, its ids are its own.

    To a screen reader it is one picture, named by its caption; a table says the same.
    """
    svg = chart.svg[chart.svg.index("<svg") :]
    svg = re.sub(r' (?:width|height)="[^"]*"', "", svg, count=2)  # the page gives it its size
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\1{chart.name}-", svg)
    for colour, token in TOKENS.items():
        svg = svg.replace(colour, token)
    named = f'<svg role="img" aria-labelledby="caption-{chart.name}" '
    return Markup(svg.replace("<svg ", named, 1))  # noqa: S704 - matplotlib escapes


def count(number: int) -> str:
    """1,600,000."""
    return f"{number:,}"


def percent(share: float) -> str:
    """12.34 %."""
    return f"{100 * share:.2f}\u00a0%"
