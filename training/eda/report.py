"""The exploration as one HTML file that needs nothing beside it."""

from collections.abc import Mapping
from pathlib import Path

from training.eda.figures import Figures
from training.eda.statistics import LAST_BIN
from training.reporting.charts import Chart
from training.reporting.page import inlined, page_environment

TEMPLATE = "template.html"


def render(figures: Figures, charts: Mapping[str, Chart]) -> str:
    """The report; every text from the data is escaped."""
    environment = page_environment(Path(__file__).parent)
    environment.filters |= {"short": _short, "signed": _signed}
    template = environment.get_template(TEMPLATE)
    return template.render(figures=figures, charts=inlined(charts), last_bin=LAST_BIN)


def _signed(number: float, decimals: int) -> str:
    return f"{number:+.{decimals}f}".replace("-", "−")


def _short(number: float) -> str:
    """At most two decimals, none where there are none."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")
