"""Results as Markdown."""

from collections.abc import Iterable, Mapping, Sequence


def row(*cells: object) -> str:
    """Format a row of a table."""
    return f"| {' | '.join(map(str, cells))} |"


def head(*titles: str) -> str:
    """Format the head of a table: first column text, the others numbers."""
    return f"{row(*titles)}\n{row('---', *['--:'] * (len(titles) - 1))}"


def by_column(titles: Sequence[str], columns: Iterable[Mapping[str, float]]) -> str:
    """Format columns of figures side by side, one row for each name in any of them."""
    columns = list(columns)
    names = dict.fromkeys(name for column in columns for name in column)
    rows = (
        row(name, *(f"{column[name]:,.0f}" if name in column else "" for column in columns))
        for name in names
    )
    return "\n".join([head("", *titles), *rows])
