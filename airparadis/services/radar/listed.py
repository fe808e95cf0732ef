"""A page of a stream's tweets, and what it is asked for by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from airparadis.classifier import Label
from airparadis.models import Tweet
from airparadis.services.keyset import Key


class Order(StrEnum):
    """What a list begins with."""

    LATEST = "latest"
    REACH = "reach"
    COPIES = "copies"
    """Each text once, the most repeated first."""


@dataclass(frozen=True, slots=True)
class TweetFilter:
    """Which tweets of a stream are listed."""

    since: datetime | None = None
    until: datetime | None = None
    label: Label | None = None
    search: str = ""
    order: Order = Order.LATEST


@dataclass(frozen=True, slots=True)
class Listed:
    """A tweet of a list, and what is folded into it."""

    tweet: Tweet
    copies: int
    """Tweets with its text, itself included; 1 unless texts are folded."""
    reach: int | None
    """Of all of them."""


@dataclass(frozen=True, slots=True)
class TweetPage:
    """A page, and where those before and after it begin; None if there is none."""

    items: Sequence[Listed]
    before: Key | None
    after: Key | None
    total: int
    """Tweets or texts that match, of those looked through if some were; `MOST_COUNTED` at most."""
    read: int | None = None
    """How many tweets were looked through; None where none need be."""
    is_more: bool = False
    """Whether there are others, older ones unless the page was reached backwards."""
