"""Where the marks of a chart stand: per cent across, so that it fits any width, pixels down.

Marks write themselves: hundreds of them took Jinja longer than everything else on a page. Numbers
are SVG attributes and colours are classes: the content security policy allows no style attribute.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor, log10

from markupsafe import Markup, escape

HEIGHT = 132
_NICE = (1, 2, 4, 6, 10)
"""Tops of a scale whose halves are round, too."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where, and what it says."""

    at: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Column:
    """A part of a column."""

    x: float
    width: float
    y: float
    height: float
    kind: str
    title: str = ""

    def svg(self) -> str:
        """As an element."""
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
        """As an element."""
        return (
            f'<line class="plot-line plot-line-{self.kind}" x1="{self.x1:.2f}%" x2="{self.x2:.2f}%"'
            f' y1="{self.y1:.2f}" y2="{self.y2:.2f}"/>'
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """A value; `low` and `high` are the ends of its interval, if it has one."""

    x: float
    y: float
    kind: str
    title: str = ""
    low: float | None = None
    high: float | None = None

    def svg(self) -> str:
        """As elements."""
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
    """A part of a plot, from head to foot, that leads somewhere."""

    x: float
    width: float
    url: str
    title: str = ""

    def svg(self, height: int) -> str:
        """As an element; the table has the same link for those who cannot point."""
        return (
            f'<a href="{escape(self.url)}" tabindex="-1" aria-hidden="true">'
            f'<rect class="plot-link" x="{self.x:.2f}%" y="0" width="{self.width:.2f}%"'
            f' height="{height}">{_title(self.title)}</rect></a>'
        )


def _title(words: str) -> str:
    return f"<title>{escape(words)}</title>"


@dataclass(slots=True)
class Plot:
    """One set of axes and what is drawn between them."""

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
        """All that is drawn between the axes; what comes later lies above."""
        elements = [
            *(each.svg() for each in self.columns),
            *(each.svg() for each in self.lines),
            *(each.svg(self.height) for each in self.links),
            *(each.svg() for each in self.dots),
        ]
        return Markup("\n".join(elements))  # noqa: S704 (words and addresses are escaped)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from 0 to `top`, drawn from the foot of a plot to its head."""

    top: float
    height: int = HEIGHT

    def y(self, value: float) -> float:
        """Pixels from the head; what exceeds the top stays at it."""
        return self.height * (1 - min(value / self.top, 1))

    def ticks(self, words: Callable[[float], str]) -> list[Tick]:
        """The foot, the middle and the top."""
        return [Tick(self.y(value), words(value)) for value in (0.0, self.top / 2, self.top)]


WHOLE = Scale(1.0)
"""Of shares."""


def scale_for(values: Sequence[float], least: float) -> Scale:
    """A scale with a round top that holds all values and reaches `least` at any rate."""
    largest = max([*values, least])
    power = 10.0 ** floor(log10(largest))
    return Scale(next(nice * power for nice in _NICE if nice * power >= largest * (1 - 1e-9)))


def centre(place: int, count: int) -> float:
    """The middle of one of `count` equal slots, in per cent."""
    return 100 * (place + 0.5) / count


def share_ticks(marks: Sequence[float], least: float, words: Callable[[float], str]) -> list[Tick]:
    """Ticks of an axis of shares from `least` to 1; the outermost stay within the plot."""
    ticks = [Tick(100 * (mark - least) / (1 - least), words(mark)) for mark in marks]
    first, *inner, last = ticks
    return [Tick(first.at, first.text, "start"), *inner, Tick(last.at, last.text, "end")]


def stack(
    place: int, count: int, scale: Scale, parts: Sequence[tuple[str, float]], title: str
) -> Iterator[Column]:
    """A column of parts, the first at the foot."""
    slot = 100 / count
    below = 0.0
    for kind, value in parts:
        if value:
            top = scale.y(below + value)
            height = max(scale.y(below) - top, 1)  # a single one among thousands still shows
            yield Column(slot * (place + 0.1), slot * 0.8, top, height, kind, title)
        below += value


def connect(points: Sequence[tuple[float, float] | None], kind: str) -> list[Line]:
    """Lines between neighbours; none across a gap, where nothing was measured."""
    return [Line(*a, *b, kind) for a, b in pairwise(points) if a is not None and b is not None]
