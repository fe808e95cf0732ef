"""A stream's tweets as they are listed, and what they are asked for by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from airparadis.db.tables import Tweet
from airparadis.domain.predictions.label import Label


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
