"""The classes of tweets."""

from enum import StrEnum


class Label(StrEnum):
    """The sentiment of a tweet."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
