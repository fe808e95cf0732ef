"""What a reader may answer to a prediction."""

from dataclasses import dataclass
from enum import StrEnum

MAX_COMMENT_LENGTH = 1_000


class CorrectedLabel(StrEnum):
    """What the tweet really is, in the voter's eyes."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote: was the label right, and if not, what it should have been."""

    is_correct: bool
    corrected_label: CorrectedLabel | None = None
    comment: str | None = None
