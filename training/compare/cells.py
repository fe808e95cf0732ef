"""Sections and tables of the report as plain text, for HTML and Markdown alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.compare.figures import JudgedModel
from training.evaluation.bootstrap import Interval

NONE = "–"


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, and more of it in smaller letters."""

    main: str
    small: str = ""


@dataclass(frozen=True)
class Table:
    """A table whose first column names its rows; `id` is unique on the page."""

    id: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Part:
    """A table, and the chart of the same figures, as (name, title)."""

    table: Table
    chart: tuple[str, str] | None = None


@dataclass(frozen=True)
class Section:
    """A heading, a paragraph, and tables with charts; `id` is unique on the page."""

    id: str
    title: str
    text: str
    parts: Sequence[Part]


Rows = Sequence[Sequence[Cell | str]]
Columns = Mapping[str, Callable[[Any], Cell | str]]
"""Title of a column, and its cell for a model."""


def make_table(id_: str, caption: str, head: Sequence[str], rows: Rows) -> Table:
    """Make a table of cells and plain text."""
    cells = [[Cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return Table(id_, caption, head, cells)


def by_model(
    id_: str, caption: str, models: Sequence[JudgedModel], columns: Columns, published: Rows = ()
) -> Table:
    """Make a table with a row for each model, then the published ones."""
    rows = [
        [Cell(model.family, model.version), *(make(model) for make in columns.values())]
        for model in models
    ]
    return make_table(id_, caption, ("Model", *columns), [*rows, *published])


def share(value: float) -> str:
    """Format figures between 0 and 1 as .8348; 1.0000 and negative ones keep their zero."""
    return f"{value:.4f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.4f}"


def signed(value: float) -> str:
    """Format a difference as +.0012 or −.0012."""
    return ("−" if value < 0 else "+") + share(abs(value))


def interval(found: Interval, *, sign: bool = False) -> Cell:
    """Format a figure with its interval; with `sign`, a difference."""
    form = signed if sign else share
    return Cell(form(found.value), f"{form(found.low)} to {form(found.high)}")


def known(value: float | None, form: str) -> Cell:
    """Format a value by `str.format`, or a dash where it is not known."""
    return Cell(NONE if value is None else form.format(value))


def microseconds(value: float) -> str:
    """Format 60 µs, or milliseconds from a thousand on."""
    return f"{value:,.0f} µs" if value < 1000 else f"{value / 1000:,.1f} ms"


def duration(seconds: float | None) -> Cell:
    """Format seconds, or minutes or hours from two on."""
    if seconds is None:
        return Cell(NONE)
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return Cell(f"{seconds / size:,.1f} {unit}")
    return Cell(f"{seconds:,.0f} s")
