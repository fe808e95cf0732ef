"""What the report's tables are made of: text, said once for HTML and markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.compare.figures import Model
from training.evaluation.bootstrap import Interval

NONE = "–"


@dataclass(frozen=True)
class Cell:
    """What a table says in one place, and what it says there in smaller letters."""

    main: str
    small: str = ""


@dataclass(frozen=True)
class Table:
    """A table whose first column names its rows; `id` is unique on the page."""

    id: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def share(value: float) -> str:
    """.8348, as the field writes figures between 0 and 1; 1.0000 and negative ones keep theirs."""
    return f"{value:.4f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.4f}"


def interval(found: Interval, *, sign: bool = False) -> Cell:
    """A figure with its interval; with `sign`, a difference."""
    spoken = signed if sign else share
    return Cell(spoken(found.value), f"{spoken(found.low)} to {spoken(found.high)}")


def signed(value: float) -> str:
    """+.0012 or −.0012."""
    return ("−" if value < 0 else "+") + share(abs(value))


def name(model: Model) -> Cell:
    """How a model is called in every table."""
    return Cell(model.family, model.version)


def known(value: float | None, form: str) -> Cell:
    """A value in a format of `str.format`, or a dash where it is not known."""
    return Cell(NONE if value is None else form.format(value))


def microseconds(value: float) -> str:
    """60 µs, or milliseconds from a thousand on."""
    return f"{value:,.0f} µs" if value < 1000 else f"{value / 1000:,.1f} ms"
