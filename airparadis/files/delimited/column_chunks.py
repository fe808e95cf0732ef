"""Parts of a large text that are well-formed, taken in columns."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from airparadis.files.bounds import COLUMNS_FROM
from airparadis.files.delimited.dialect import Dialect
from airparadis.files.delimited.lines import Lines
from airparadis.files.delimited.shape import Shape

if TYPE_CHECKING:
    from airparadis.files.delimited.columns import ColumnParser, Columns

PART_CHARACTERS = 1 << 20


class ColumnChunks:
    """Takes parts of a text, and leaves those that must be read line by line."""

    def __init__(
        self, lines: Lines, dialect: Dialect, shape: Shape, names: Sequence[str], begin: int
    ) -> None:
        """Prepare.

        Args:
            lines: the text, from which parts are taken.
            dialect: how cells are parted.
            shape: what rows look like.
            names: the header, which may come again.
            begin: characters to leave before the first part.
        """
        self._lines = lines
        self._dialect = dialect
        self._shape = shape
        self._names = list(names)
        self._begin = begin
        self._pause = PART_CHARACTERS
        """Characters to leave after a part that is not well-formed."""

    def take(self) -> "Columns | None":
        """Take what comes next; None if it is not well-formed, or to be left yet."""
        if self._lines.taken < self._begin or self._parser is None:
            return None
        text = self._lines.read_text(PART_CHARACTERS)
        columns = self._parser.parse(text) if text else None
        if columns is None:
            self._lines.put_back(text)
            self._begin = self._lines.taken + self._pause
            self._pause = min(2 * self._pause, COLUMNS_FROM)
            return None
        self._lines.put_back(text[columns.characters :])
        self._pause = PART_CHARACTERS
        return columns

    @cached_property
    def _parser(self) -> "ColumnParser | None":
        if not self._dialect.suits_columns or self._shape.width < 2:
            return None
        from airparadis.files.delimited.columns import ColumnParser  # loads Arrow

        return ColumnParser(self._dialect, self._shape, self._names)
