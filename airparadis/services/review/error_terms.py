"""Terms that errors of no topic have in common and that could make a topic of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from airparadis.domain.monitoring.figures import Interval, wilson_interval
from airparadis.domain.radar.texts.keyness import key_terms, terms_of
from airparadis.domain.review.near_duplicates import find_originals
from airparadis.domain.review.topics import SortedPrediction

MAX_TERMS = 8
MAX_COMPARED = 4_000
"""The latest judged tweets that are compared: an error, with all that share a word with it."""

MIN_ERRORS = 3
"""Different tweets of a term, under which it is chance."""


@dataclass(frozen=True, slots=True)
class ErrorTerm:
    """A term of errors that no topic covers, among all tweets of no topic that have it."""

    term: str
    judged: int
    wrong: int
    example: str

    @property
    def rate(self) -> float:
        """Wrong among judged."""
        return self.wrong / self.judged

    @property
    def interval(self) -> Interval | None:
        """Wilson interval of the rate."""
        return wilson_interval(self.wrong, self.judged)


def error_terms(judged: Sequence[SortedPrediction]) -> list[ErrorTerm]:
    """The terms that set errors of no topic apart from what the model got right, strongest first.

    Near-duplicates count once for finding a term, so that one tweet repeated ten times makes none.

    Args:
        judged: the latest first; `MAX_COMPARED` of them are compared.
    """
    latest = judged[:MAX_COMPARED]
    uncovered = [row for row in latest if not row.topics]
    wrong = [row.text for row in uncovered if row.is_wrong]
    originals = find_originals(wrong)
    distinct = [text for index, text in enumerate(wrong) if originals[index] == index]
    found = key_terms(distinct, (row.text for row in latest if not row.is_wrong), limit=MAX_TERMS)
    terms = [(row, terms_of(row.text)) for row in uncovered] if found else []
    return [
        _counted(key.term, [tweet for tweet, has in terms if key.term in has])
        for key in found
        if key.texts >= MIN_ERRORS
    ]


def _counted(term: str, tweets: Sequence[SortedPrediction]) -> ErrorTerm:
    wrong = [tweet.text for tweet in tweets if tweet.is_wrong]
    return ErrorTerm(term, len(tweets), len(wrong), wrong[0])
