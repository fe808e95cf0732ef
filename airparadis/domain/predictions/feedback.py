"""Votes on predictions."""

from dataclasses import dataclass
from enum import StrEnum

MAX_COMMENT_LENGTH = 1_000


class CorrectedLabel(StrEnum):
    """The sentiment of a tweet in the voter's opinion."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote: whether the label is right and, if not, the right one."""

    is_correct: bool
    corrected_label: CorrectedLabel | None = None
    comment: str | None = None
