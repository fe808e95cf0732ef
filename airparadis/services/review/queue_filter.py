"""A filter of the review queue."""

from collections.abc import Sequence
from dataclasses import dataclass

from airparadis.domain.radar.texts.matching import Matcher, parse_terms
from airparadis.domain.review.queue import QueueItem, Reason
from airparadis.domain.review.topics import Topic
from airparadis.text.language import Language, detect_language

_ANY = 0
"""The number under which the stream's terms are matched."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Limits of the queue; None limits nothing."""

    topic: Topic | None = None
    terms: Sequence[str] | None = None
    """The terms of a stream."""
    language: Language | None = None
    reason: Reason | None = None

    def apply(self, items: Sequence[QueueItem]) -> list[QueueItem]:
        """Return the tweets that are wanted, in their order."""
        found = [item for item in items if self.reason in (None, item.reason)]
        if self.topic:
            found = [item for item in found if self.topic.matches(item.candidate.text)]
        if self.terms is not None:
            matcher = Matcher({_ANY: parse_terms(self.terms)})
            found = [item for item in found if matcher.match(item.candidate.text)]
        if self.language:
            wanted = self.language
            found = [item for item in found if detect_language(item.candidate.text) is wanted]
        return found
