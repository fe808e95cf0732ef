"""Reading small files for tests, in this process."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from airparadis.files.notes import Flaw, Notes
from airparadis.files.opening import open_stream
from airparadis.files.table import Layout, ReadOptions


@dataclass(frozen=True)
class Seen:
    """The result of reading a file."""

    layout: Layout
    rows: list[list[Any]]
    texts: list[str | None]
    flaws: dict[int, Flaw]
    """Flaws by place of the row, from 0."""
    notes: Notes

    @property
    def scored(self) -> list[str | None]:
        """Texts of rows without a flaw."""
        return [text for place, text in enumerate(self.texts) if place not in self.flaws]


def read(content: bytes | str, name: str = "tweets.csv", **options: Any) -> Seen:
    """Read a file that has this content."""
    data = content.encode() if isinstance(content, str) else content
    source = open_stream(io.BytesIO(data), name, len(data), ReadOptions(**options))
    rows: list[list[Any]] = []
    texts: list[str | None] = []
    flaws: dict[int, Flaw] = {}
    for block in source.blocks():
        assert block.first == len(rows) + 1
        flaws |= {len(rows) + place: flaw for place, flaw in block.flaws.items()}
        rows += [list(row) for row in block.rows()]
        texts += block.texts(source.layout.text_column)
    return Seen(source.layout, rows, texts, flaws, source.notes)


def lines(*rows: str, end: str = "\n") -> str:
    """Put lines together."""
    return "".join(row + end for row in rows)


def counts(seen: Seen) -> dict[str, int]:
    """Return how often each flaw and repair was noted."""
    return dict(seen.notes.counts)


Texts = Sequence[str | None]
