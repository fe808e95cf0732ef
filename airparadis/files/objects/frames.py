"""Whole tables in one JSON object, as pandas writes them: by column, by row, or split."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from airparadis.files.guess.names import is_text_name


def rows_of_table(value: Mapping[str, Any]) -> Sequence[Mapping[str, Any]] | None:
    """Return the rows of a table that is written as one object; None for any other object."""
    if not value:
        return None
    names: Any = value.get("columns")
    cells: Any = value.get("data")
    if isinstance(names, list) and _are(list, cells):
        return [dict(zip(map(str, names), row, strict=False)) for row in cells]
    columns = list(value.values())
    if _are(list, columns) and _is_table_of_lists(value):
        return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]
    if not _are(dict, columns) or any(column.keys() != columns[0].keys() for column in columns):
        return None
    if _are_numbers(columns[0]):
        return [{name: value[name][place] for name in value} for place in columns[0]]
    if _are_numbers(value) or (len(value) > 1 and any(map(is_text_name, columns[0]))):
        return [{_free_name(row): name} | row for name, row in value.items()]
    return None


def _free_name(row: Mapping[str, Any]) -> str:
    """Name the column of what rows are called by."""
    return "key" if "id" in row else "id"


def _is_table_of_lists(value: Mapping[str, Any]) -> bool:
    """Detect columns of one length that hold plain values, one of them named as text."""
    lengths = {len(cells) for cells in value.values()}
    plain = not any(isinstance(cell, dict | list) for cell in _cells(value))
    return len(lengths) == 1 and lengths != {0} and plain and any(map(is_text_name, value))


def _cells(value: Mapping[str, Any]) -> Iterator[Any]:
    return (cell for cells in value.values() for cell in cells)


def _are(kind: type, values: Any) -> bool:
    return (
        isinstance(values, list) and bool(values) and all(isinstance(one, kind) for one in values)
    )


def _are_numbers(names: Mapping[str, Any]) -> bool:
    return bool(names) and all(name.isdecimal() for name in names)
