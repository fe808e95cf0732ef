"""The filter of a stream's tweets, and a line of the list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from airparadis.db.tables import Tweet
from airparadis.domain.predictions.label import Sentiment


class Order(StrEnum):
    """The order of the list."""

    LATEST = "latest"
    REACH = "reach"
    COPIES = "copies"
    """Each text once, the most repeated first."""


@dataclass(frozen=True, slots=True)
class TweetFilter:
    """The tweets of a stream to list; None and an empty search mean any."""

    since: datetime | None = None
    until: datetime | None = None
    label: Sentiment | None = None
    search: str = ""
    order: Order = Order.LATEST


@dataclass(frozen=True, slots=True)
class TweetLine:
    """A tweet of the list, with the copies that are folded into it."""

    tweet: Tweet
    copies: int
    """Tweets with its text, itself included; 1 unless texts are folded."""
    reach: int | None
    """Reach of all of them together."""
