"""Profiles of tweets, as compared by the drift metrics."""

from dataclasses import dataclass

from airparadis.domain.monitoring.histogram import PROBABILITY_EDGES

WORD_EDGES = (4, 7, 10, 13, 16, 19, 22, 26, 31)
"""Bounds of the number of whitespace-separated words of a tweet."""

SCORE_BINS = len(PROBABILITY_EDGES) + 1
LENGTH_BINS = len(WORD_EDGES) + 1


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of tweets as the model sees them; a manifest holds that of the validation rows.

    Figures read from texts (`lengths`, `words`, `tokens`) may cover only a part of the tweets.
    """

    scores: tuple[int, ...]
    """Scored tweets by P(positive), shape (SCORE_BINS,)."""
    confidence: float
    """Sum of the confidences of all scored tweets."""
    foreign: int
    """Tweets rejected for their language."""
    lengths: tuple[int, ...]
    """Scored tweets by number of words, shape (LENGTH_BINS,)."""
    words: int
    """Sum of those numbers."""
    tokens: int = 0
    """Words as the model reads them; none if it has no vocabulary of words."""
    unknown_tokens: int = 0
    """Tokens unknown to training."""
    neutral: int | None = None
    """Scored tweets that more likely express no opinion; None from a model of two classes."""

    def __post_init__(self) -> None:
        """Refuse histograms of other bins, which an older manifest may hold.

        Raises:
            ValueError: `scores` or `lengths` has another shape.
        """
        if (len(self.scores), len(self.lengths)) != (SCORE_BINS, LENGTH_BINS):
            raise ValueError(f"should have {SCORE_BINS} scores and {LENGTH_BINS} lengths")

    @property
    def scored(self) -> int:
        """The tweets with a label."""
        return sum(self.scores)

    @property
    def read(self) -> int:
        """The tweets whose text was read."""
        return sum(self.lengths)
