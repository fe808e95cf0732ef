"""One HTML file that needs nothing beside it: figures, charts, style."""

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from training.eda import plots
from training.eda.figures import Figures
from training.eda.plots import Chart
from training.eda.statistics import LAST_BIN

TEMPLATE = "template.html"
TOKENS = {
    plots.INK: "var(--ink)",
    plots.MUTED: "var(--ink-muted)",
    plots.LINE: "var(--line)",
    plots.NEGATIVE: "var(--negative)",
    plots.POSITIVE: "var(--positive)",
    plots.GROUND: "var(--surface)",
}


def render(figures: Figures, charts: Mapping[str, Chart]) -> str:
    """The report; every text from the data is escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": _count,
        "percent": _percent,
        "short": _short,
        "signed": _signed,
    }
    drawn = {name: (chart.description, inline(chart)) for name, chart in charts.items()}
    template = environment.get_template(TEMPLATE)
    return template.render(figures=figures, charts=drawn, last_bin=LAST_BIN)


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


def _count(number: int) -> str:
    return f"{number:,}"


def _percent(share: float) -> str:
    return f"{100 * share:.2f}\u00a0%"


def _signed(number: float, decimals: int) -> str:
    return f"{number:+.{decimals}f}".replace("-", "−")


def _short(number: float) -> str:
    """At most two decimals, none where there are none."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")
