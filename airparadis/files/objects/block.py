"""Rows of JSON files."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from airparadis.files.notes import Flaw
from airparadis.files.objects.tweets import Record, value_at
from airparadis.files.table import Block

UNREADABLE = "unreadable_line"
"""Under this name a result gives back a line that is no JSON object."""


class JsonBlock(Block):
    """JSON objects; `columns` are the names of the values that make rows of them."""

    __slots__ = ("columns",)

    def __init__(
        self,
        first: int,
        cells: Sequence[Record],
        flaws: Mapping[int, Flaw],
        columns: tuple[str, ...],
    ) -> None:
        super().__init__(first, cells, flaws)
        self.columns = columns

    def rows(self) -> Sequence[Sequence[Any]]:
        """Return the values of the columns, lists as JSON."""
        return [[_plain(value_at(record, path)) for path in self.columns] for record in self.cells]

    def written(self, place: int) -> str:
        """Return a line as it is written, or an object as JSON."""
        record = self.cells[place]
        return str(record.get(UNREADABLE) or json.dumps(record, ensure_ascii=False))

    def column(self, place: int) -> Sequence[Any]:
        """Return the values of a column."""
        path = self.columns[place] if self.columns else ""
        return [_plain(value_at(record, path)) for record in self.cells]


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
