"""Names of sources, from which streams choose and by which counts are stored."""

from collections.abc import Iterable
from enum import StrEnum


class SourceName(StrEnum):
    """A source of its own size and rhythm: what is usual is learnt for each by itself."""

    X = "x"
    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    FEED = "feed"
    OTHER = "other"
    """Files and the API, whatever source their rows name."""


CONNECTOR_SOURCES = frozenset({"twitter", *SourceName} - {SourceName.OTHER.value})
"""Sources that are ours to name: a sender who claimed one could keep a tweet from being fetched, as
`source` and `id` identify it."""


def source_name(source: str) -> SourceName:
    """Return the name under which a tweet's source is counted."""
    return SourceName(source) if source in set(SourceName) else SourceName.OTHER


def source_names(values: Iterable[str]) -> frozenset[SourceName]:
    """Return the sources that a stream names; those of another version are left out."""
    return frozenset(SourceName(value) for value in values if value in set(SourceName))
