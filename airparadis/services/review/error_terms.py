"""What errors of no topic have in common: terms that could make a topic of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from airparadis.domain.monitoring.figures import Interval, wilson_interval
from airparadis.domain.radar.keyness import key_terms, terms_of
from airparadis.domain.review.near_duplicates import find_originals
from airparadis.domain.review.topics import Judged, Topic, topics_of

MAX_TERMS = 8
MAX_ERRORS = 2_000
"""The latest errors that are compared: folding looks at each with each that shares a word."""

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
        """Between what the rate lies."""
        return wilson_interval(self.wrong, self.judged)


def error_terms(judged: Sequence[Judged], topics: Sequence[Topic]) -> list[ErrorTerm]:
    """The terms that set errors of no topic apart from what the model got right, strongest first.

    Near-duplicates count once for finding a term, so that one tweet told ten times makes none.
    """
    uncovered = [each for each in judged if not topics_of(each.text, topics)]
    wrong = [each.text for each in uncovered if each.is_wrong][:MAX_ERRORS]
    distinct = [
        text
        for text, first in zip(wrong, find_originals(wrong), strict=True)
        if text == wrong[first]
    ]
    right = (each.text for each in judged if not each.is_wrong)
    found = key_terms(distinct, right, limit=MAX_TERMS)
    terms = [(each, terms_of(each.text)) for each in uncovered]
    return [
        _counted(each.term, [tweet for tweet, has in terms if each.term in has])
        for each in found
        if each.texts >= MIN_ERRORS
    ]


def _counted(term: str, tweets: Sequence[Judged]) -> ErrorTerm:
    wrong = [each.text for each in tweets if each.is_wrong]
    return ErrorTerm(term, len(tweets), len(wrong), wrong[0])
