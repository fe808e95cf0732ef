"""Writing JSON lines."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from airparadis.files.cells import shown
from airparadis.files.objects.block import JsonBlock
from airparadis.files.table import Added, Block, Layout, WriteOptions
from airparadis.files.writing import text_output


class JsonSink:
    """Writes each object as it was, and what is added."""

    def __init__(
        self,
        path: Path,
        layout: Layout,
        added: Sequence[Added],
        options: WriteOptions,  # noqa: ARG002 (no JSON value is a formula)
    ) -> None:
        self._columns = layout.columns
        self._added = [column.name for column in added]
        self._file = text_output(path, "utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, block: Block, added: Sequence[Sequence[Any]]) -> None:
        """Add rows, an object a line."""
        rows = block.cells if isinstance(block, JsonBlock) else self._objects(block)
        for row, cells in zip(rows, zip(*added, strict=True), strict=True):
            record = row | dict(zip(self._added, cells, strict=True))
            self._file.write(_dump(record) + "\n")

    def _objects(self, block: Block) -> Sequence[dict[str, Any]]:
        return [dict(zip(self._columns, row, strict=False)) for row in block.rows()]


def _dump(record: dict[str, Any]) -> str:
    """Write an object; halves of surrogate pairs, which UTF-8 cannot hold, as escapes."""
    text = json.dumps(record, ensure_ascii=False, default=shown)
    return text if text.isascii() or _is_utf8(text) else json.dumps(record, default=shown)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
