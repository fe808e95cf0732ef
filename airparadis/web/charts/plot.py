"""The geometry and the marks of a plot: x in per cent, to fit any width, y in pixels from the top.

Marks render themselves: Jinja took longer for hundreds of them than for the rest of a page. Numbers
are SVG attributes and colours are classes: the content security policy allows no style attribute.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor, log10

from markupsafe import Markup, escape

HEIGHT = 132
_NICE = (1, 2, 4, 6, 10)
"""Tops of a scale whose halves are round as well."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: its position and its text."""

    at: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or one part of a stacked column."""

    x: float
    width: float
    y: float
    height: float
    kind: str
    title: str = ""

    def svg(self) -> str:
        """Render the column as an SVG element."""
        return (
            f'<rect class="plot-column plot-{self.kind}" x="{self.x:.2f}%" y="{self.y:.2f}"'
            f' width="{self.width:.2f}%" height="{self.height:.2f}">{_title(self.title)}</rect>'
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str

    def svg(self) -> str:
        """Render the line as an SVG element."""
        return (
            f'<line class="plot-line plot-line-{self.kind}" x1="{self.x1:.2f}%" x2="{self.x2:.2f}%"'
            f' y1="{self.y1:.2f}" y2="{self.y2:.2f}"/>'
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """A value; `low` and `high` are the ends of its interval, if there is one."""

    x: float
    y: float
    kind: str
    title: str = ""
    low: float | None = None
    high: float | None = None

    def svg(self) -> str:
        """Render the dot and its whisker as SVG elements."""
        x, whisker = f"{self.x:.2f}%", ""
        if self.low is not None and self.high is not None:
            ends = f'y1="{self.low:.2f}" y2="{self.high:.2f}"'
            whisker = f'<line class="plot-whisker" x1="{x}" x2="{x}" {ends}/>\n'
        return (
            f'{whisker}<circle class="plot-dot plot-{self.kind}" cx="{x}" cy="{self.y:.2f}" r="3">'
            f"{_title(self.title) if self.title else ''}</circle>"
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A link over the full height of a plot."""

    x: float
    width: float
    url: str
    title: str = ""

    def svg(self, height: int) -> str:
        """Render the link as an SVG element; the table offers the same link to the keyboard."""
        return (
            f'<a href="{escape(self.url)}" tabindex="-1" aria-hidden="true">'
            f'<rect class="plot-link" x="{self.x:.2f}%" y="0" width="{self.width:.2f}%"'
            f' height="{height}">{_title(self.title)}</rect></a>'
        )


def _title(text: str) -> str:
    return f"<title>{escape(text)}</title>"


@dataclass(slots=True)
class Plot:
    """A pair of axes and the marks between them."""

    caption: str
    y_ticks: Sequence[Tick]
    x_ticks: Sequence[Tick]
    columns: list[Column] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    height: int = HEIGHT

    @property
    def marks(self) -> Markup:
        """The SVG of the marks; later ones are drawn over earlier ones."""
        elements = [
            *(column.svg() for column in self.columns),
            *(line.svg() for line in self.lines),
            *(link.svg(self.height) for link in self.links),
            *(dot.svg() for dot in self.dots),
        ]
        return Markup("\n".join(elements))  # noqa: S704 (titles and URLs are escaped)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from 0 at the foot of a plot to `top` at its head."""

    top: float
    height: int = HEIGHT

    def y(self, value: float) -> float:
        """Return the pixels from the head; larger values are drawn at the head."""
        return self.height * (1 - min(value / self.top, 1))

    def ticks(self, write: Callable[[float], str]) -> list[Tick]:
        """Mark the foot, the middle and the top; `write` formats the values."""
        return [Tick(self.y(value), write(value)) for value in (0.0, self.top / 2, self.top)]


SHARES = Scale(1.0)
"""The scale of shares."""


def scale_for(values: Sequence[float], minimum: float) -> Scale:
    """Return a scale with a round top that reaches all values and at least `minimum`."""
    largest = max([*values, minimum])
    power = 10.0 ** floor(log10(largest))
    return Scale(next(nice * power for nice in _NICE if nice * power >= largest * (1 - 1e-9)))


def slot_centre(index: int, count: int) -> float:
    """Return the centre of one of `count` equal slots, in per cent."""
    return 100 * (index + 0.5) / count


def share_ticks(shares: Sequence[float], low: float, write: Callable[[float], str]) -> list[Tick]:
    """Mark an axis of shares from `low` to 1; the outermost texts stay within the plot."""
    ticks = [Tick(100 * (share - low) / (1 - low), write(share)) for share in shares]
    first, *inner, last = ticks
    return [Tick(first.at, first.text, "start"), *inner, Tick(last.at, last.text, "end")]


def stacked_column(
    index: int, count: int, scale: Scale, parts: Sequence[tuple[str, float]], title: str
) -> Iterator[Column]:
    """Yield the parts of a column in one of `count` slots, the first part at the foot.

    Args:
        index: the slot.
        count: the number of slots.
        scale: the scale of the values.
        parts: pairs of a kind and a value.
        title: the tooltip of every part.
    """
    slot = 100 / count
    below = 0.0
    for kind, value in parts:
        if value:
            top = scale.y(below + value)
            height = max(scale.y(below) - top, 1)  # one among thousands stays visible
            yield Column(slot * (index + 0.1), slot * 0.8, top, height, kind, title)
        below += value


def connect(points: Sequence[tuple[float, float] | None], kind: str) -> list[Line]:
    """Draw lines between neighbours; none across a gap, which is None."""
    return [Line(*a, *b, kind) for a, b in pairwise(points) if a is not None and b is not None]
