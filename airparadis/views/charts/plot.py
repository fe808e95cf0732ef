"""Where the marks of a chart stand: per cent across, so that it fits any width, pixels down."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor, log10

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


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A value; `low` and `high` are the ends of its interval, if it has one."""

    x: float
    y: float
    kind: str
    title: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a plot, from head to foot, that leads somewhere."""

    x: float
    width: float
    url: str
    title: str = ""


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
