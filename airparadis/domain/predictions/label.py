"""The classes of tweets."""

from enum import StrEnum


class Label(StrEnum):
    """The way a tweet leans, whether it expresses an opinion or not."""

    NEGATIVE = "negative"
    POSITIVE = "positive"


class Sentiment(StrEnum):
    """The opinion that a tweet expresses, or that it expresses none."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


def is_neutral(neutral_probability: float | None) -> bool | None:
    """Return whether neutral is likelier than not; None from a model that cannot tell."""
    return None if neutral_probability is None else neutral_probability >= 0.5
