"""A report: one HTML file that needs nothing beside it, and its figures and charts as files."""

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from training.errors import TrainingError
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
    """Load templates of `folder` and of this package; every text from the data is escaped."""
    environment = Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"count": "{:,}".format, "percent": percent}
    return environment


def percent(share: float) -> str:
    """Format a share as 12.34 %."""
    return f"{100 * share:.2f}\u00a0%"


def inlined(drawn: Mapping[str, Chart]) -> dict[str, tuple[str, Markup]]:
    """Return each chart's description and SVG by name, for the `chart` macro."""
    return {name: (chart.description, inline(chart)) for name, chart in drawn.items()}


def inline(chart: Chart) -> Markup:
    """Return the chart's SVG for a page: its colours follow the theme, its ids are its own.

    To a screen reader it is one picture, named by its caption; a table has the same figures.
    """
    svg = chart.svg[chart.svg.index("<svg") :]
    svg = re.sub(r' (?:width|height)="[^"]*"', "", svg, count=2)  # the page gives it its size
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\1{chart.name}-", svg)
    for colour, token in TOKENS.items():
        svg = svg.replace(colour, token)
    named = f'<svg role="img" aria-labelledby="caption-{chart.name}" '
    return Markup(svg.replace("<svg ", named, 1))  # noqa: S704 - matplotlib escapes


def write_report(out: Path, texts: Mapping[str, str], drawn: Mapping[str, Chart]) -> list[Path]:
    """Write texts by file name, and charts under `plots/`; return the paths in that order.

    Raises `TrainingError` when `out` cannot be written.
    """
    contents = {out / name: text for name, text in texts.items()}
    contents |= {out / "plots" / f"{chart.name}.svg": chart.svg for chart in drawn.values()}
    try:
        (out / "plots").mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            path.write_text(content, encoding="utf-8", errors="replace")  # lone surrogates
    except OSError as error:
        raise TrainingError(f"cannot write to {out}: {error.strerror}") from error
    print(f"wrote {next(iter(contents))}")
    return list(contents)
