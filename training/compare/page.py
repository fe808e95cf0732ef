"""A report of sections as one HTML file that needs nothing beside it, and as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.compare.cells import Cell, Section, Table
from training.reporting.charts import Chart
from training.reporting.page import inlined, page_environment

TEMPLATE = "template.html"


@dataclass(frozen=True)
class Page:
    """A title, a sentence with the result, and sections."""

    title: str
    lead: str
    sections: Sequence[Section]


def sections_as_html(page: Page, charts: Mapping[str, Chart], origin: str) -> str:
    """Render a page with its charts in it; `origin` is the command and the rows it comes from."""
    template = page_environment(Path(__file__).parent).get_template(TEMPLATE)
    return template.render(page=page, charts=inlined(charts), origin=origin)


def sections_as_markdown(page: Page, origin: str) -> str:
    """Render the page's words and tables for a document or a terminal."""
    lines = [f"# {page.title}", "", page.lead, ""]
    for section in page.sections:
        lines += [f"## {section.title}", "", section.text, ""]
        for part in section.parts:
            lines += [f"{part.table.caption}:", "", *markdown_table(part.table), ""]
    return "\n".join([*lines, f"Made by {origin}.", ""])


def markdown_table(table: Table) -> list[str]:
    """Format a table's lines, without its caption."""
    rows = [[_text(cell) for cell in row] for row in table.rows]
    return [
        f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
        for cells in (table.head, ["---"] * len(table.head), *rows)
    ]


def _text(cell: Cell) -> str:
    return f"{cell.main} ({cell.small})" if cell.small else cell.main
