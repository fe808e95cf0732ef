"""The two sides of a tweet."""

from enum import StrEnum


class Label(StrEnum):
    """The side that a tweet leans to."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
