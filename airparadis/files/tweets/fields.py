"""Detection of the columns of a tweet's identifier, text, time, author, reach and language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from airparadis.files.guess.kinds import CellKind, column_kind
from airparadis.files.guess.names import normalised, text_rank
from airparadis.files.table import Layout

MIN_TEXT_RANK = 75
"""Rank of a name that says that its column holds tweets or comments."""

_NAMES: Mapping[str, str] = {
    "id": """
        id str, tweet id str, status id str, tweet id, status id, id, post id, id tweet,
        identifiant, identifiant tweet, tweet identifier, tweetid, message id
    """,
    "created_at": """
        created at, tweet created at, tweet created, created, created utc, posted at, published at,
        published, timestamp, datetime, date time, date, time, tweet date, date publication,
        publie, date creation, cree, date tweet, date heure, posted, post date, publication date,
        created at utc, published date, date utc
    """,
    "author": """
        author, author username, user screen name, screen name, username, user username, user name,
        auteur, handle, account, compte, user, author name, author handle, utilisateur, name,
        nom utilisateur
    """,
    "reach": """
        reach, portee, impressions, impression count, public metrics impression count, views,
        view count, vues
    """,
    "language": "language, lang, langue",
    "source": "source",
}
"""Names of columns, the surest first."""

_RANKS = {
    field: {normalised(name): rank for rank, name in reversed([*enumerate(names.split(","))])}
    for field, names in _NAMES.items()
}
_WRAPPER = "data."
"""A stream of X's API v2 sends each tweet within an object `data`."""

_MAX_SOURCE = 20


@dataclass(frozen=True, slots=True)
class Fields:
    """Places of the columns, None where a table has none."""

    id: int
    text: int
    created_at: int
    author: int | None = None
    reach: int | None = None
    language: int | None = None
    source: int | None = None


def find_fields(layout: Layout, rows: Sequence[Sequence[Any]]) -> Fields | None:
    """Find the columns of a tweet by their names, in English or French; None if one is missing."""
    found = {field: _place(field, layout.columns) for field in _NAMES}
    text = layout.text_column
    if text_rank(layout.columns[text]) < MIN_TEXT_RANK:
        return None
    number, created_at = found["id"], found["created_at"]
    if number is None or created_at is None:
        return None
    source = found["source"]
    if source is not None and not _names_sources(row[source] for row in rows):
        source = None
    return Fields(
        number, text, created_at, found["author"], found["reach"], found["language"], source
    )


def _place(field: str, columns: Sequence[str]) -> int | None:
    """Return the place of the best of the names that a field has."""
    ranks = _RANKS[field]
    named = {
        place: ranks.get(normalised(name.removeprefix(_WRAPPER)), len(ranks))
        for place, name in enumerate(columns)
    }
    best = min(named, key=lambda place: named[place], default=None)
    return best if best is not None and named[best] < len(ranks) else None


def _names_sources(cells: Any) -> bool:
    """Detect a column of networks, as opposed to the programs that tweets were written with."""
    cells = [cell for cell in cells if cell is not None]
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if any(len(text) > _MAX_SOURCE or text.startswith("Twitter ") for text in texts):
        return False
    return column_kind(cells).kind not in {CellKind.MARKUP, CellKind.LINK}
