"""The comparison in its two forms: one HTML file that needs nothing beside it, and markdown."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from training.compare.cells import Cell, Table
from training.compare.figures import Comparison
from training.compare.sections import Section, lead, sections
from training.reporting.charts import Chart
from training.reporting.page import inlined, page_environment

TEMPLATE = "template.html"


def as_html(comparison: Comparison, charts: Mapping[str, Chart]) -> str:
    """The report as a page with its charts in it."""
    template = page_environment(Path(__file__).parent).get_template(TEMPLATE)
    return template.render(
        comparison=comparison,
        charts=inlined(charts),
        lead=lead(comparison),
        sections=sections(comparison),
    )


def as_markdown(comparison: Comparison) -> str:
    """The report's words and tables, to be put into a document."""
    lines = ["# How the models compare", "", lead(comparison), ""]
    for section in sections(comparison):
        lines += _section(section)
    return "\n".join([*lines, f"Made by `python -m training compare` on {comparison.made_at}.", ""])


def markdown_table(table: Table) -> list[str]:
    """A table's lines, without its caption."""
    return [
        _line(table.head),
        _line(["---"] * len(table.head)),
        *[_line([_text(cell) for cell in row]) for row in table.rows],
    ]


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {section.title}", "", section.text, "")
    for part in section.parts:
        yield from (f"{part.table.caption}:", "", *markdown_table(part.table), "")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _text(cell: Cell) -> str:
    return f"{cell.main} ({cell.small})" if cell.small else cell.main
