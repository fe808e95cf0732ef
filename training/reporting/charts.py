"""Charts drawn by matplotlib as SVG in the light palette; text stays text."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, MUTED, LINE = "#17202e", "#505c6e", "#d6dde7"
NEGATIVE, POSITIVE, GROUND = "#b14a00", "#0a5ea8", "#ffffff"
PURPLE, TEAL, CRIMSON, OLIVE = "#6d3bd1", "#00665a", "#a3154f", "#5f5a00"
SERIES = (POSITIVE, NEGATIVE, PURPLE, TEAL, CRIMSON, OLIVE)

STYLE: dict[Any, Any] = {  # matplotlib types the keys as its three hundred names
    "svg.fonttype": "none",  # the page's own font, selectable
    "svg.hashsalt": "airparadis",  # the same data draws the same file
    "text.parse_math": False,  # a word may hold a dollar
    "date.autoformatter.day": "%d %b %Y",
    "date.autoformatter.month": "%b %Y",
    "font.size": 11,
    "hatch.linewidth": 0.8,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": LINE,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "grid.color": LINE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "legend.frameon": False,
}


@dataclass(frozen=True)
class Chart:
    """A chart: file name without ending, description in words, SVG."""

    name: str
    description: str
    svg: str


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the reports' style inside the block."""
    with mpl.rc_context(STYLE):
        yield


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Make an empty chart of so many inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def to_chart(name: str, description: str, figure: Figure) -> Chart:
    """Write a figure as SVG without a date or a font of its own: the same data, the same file."""
    file = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with warnings.catch_warnings():  # measuring text only; the reader's fonts draw it
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        figure.savefig(file, format="svg", transparent=True, metadata=nothing)
    svg = file.getvalue()
    return Chart(name, description, re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1", svg))
