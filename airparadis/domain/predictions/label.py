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


def leaning(positive: float) -> Label:
    """Return the likelier of the two opinions, by the probability of positive."""
    return Label.POSITIVE if positive >= 0.5 else Label.NEGATIVE


def is_neutral(neutral_probability: float | None) -> bool | None:
    """Return whether neutral is likelier than not; None from a model that cannot tell."""
    return None if neutral_probability is None else neutral_probability >= 0.5


def class_probability(positive: float, neutral_probability: float | None) -> float:
    """Return the probability of the class that is named first: neutral, or else the label.

    With three classes, a label holds only if the tweet leans that way and expresses an opinion.
    """
    if is_neutral(neutral_probability):
        return neutral_probability or 0.0
    return max(positive, 1 - positive) * (1 - (neutral_probability or 0.0))
