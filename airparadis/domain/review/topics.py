"""Topics of complaints, found by keywords that an analyst can edit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from airparadis.domain.monitoring.figures import Interval, wilson_interval
from airparadis.text.cleaning import plain_text

MAX_TOPICS = 30
MAX_NAME_LENGTH = 40


class InvalidTopicsError(ValueError):
    """A line of the rules cannot be parsed; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True)
class Topic:
    """A name and its keywords; `delay*` matches any word that starts with "delay"."""

    name: str
    words: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Return whether a text mentions the topic."""
        return self._pattern.search(plain_text(text).lower()) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = (re.escape(word).replace(r"\*", r"\w*") for word in self.words)
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


DEFAULT_TOPICS = (
    Topic("delay", ("delay*", "late", "wait*", "on time", "stuck", "tarmac", "hours")),
    Topic("baggage", ("bag", "bags", "baggage", "luggage", "suitcase*", "carousel", "carry-on")),
    Topic(
        "customer service",
        ("service", "staff", "crew", "agent*", "rude", "on hold", "help*", "attendant*", "call*"),
    ),
    Topic("cancellation", ("cancel*", "rebook*", "refund*", "voucher*", "stranded")),
    Topic("seats", ("seat*", "legroom", "upgrade*", "first class", "row", "aisle", "window")),
    Topic("booking", ("book*", "reservation*", "website", "app", "check-in", "ticket*", "fare*")),
)
"""The reasons for complaint annotated in US airline tweets of 2015 (CrowdFlower)."""


def topics_of(text: str, topics: Iterable[Topic]) -> list[str]:
    """Return the names of the topics that a text mentions, in the order of the rules."""
    return [topic.name for topic in topics if topic.matches(text)]


def parse_topics(written: str) -> tuple[Topic, ...]:
    """Parse rules, one topic a line: `name: word, stem*, two words`; empty lines are ignored.

    Raises:
        InvalidTopicsError: a line has no name or no words, repeats a name, or is one too many.
    """
    topics: dict[str, Topic] = {}
    for number, line in enumerate(written.splitlines(), 1):
        if not line.strip():
            continue
        name, _, rest = (part.strip().lower() for part in line.partition(":"))
        words = tuple(word for part in rest.split(",") if (word := " ".join(part.split())))
        is_usable = all(word.strip("*") for word in words) and 0 < len(name) <= MAX_NAME_LENGTH
        if not (words and is_usable) or name in topics or len(topics) == MAX_TOPICS:
            raise InvalidTopicsError(number)
        topics[name] = Topic(name, words)
    return tuple(topics.values())


def write_topics(topics: Iterable[Topic]) -> str:
    """Write the rules as `parse_topics` reads them."""
    return "\n".join(f"{topic.name}: {', '.join(topic.words)}" for topic in topics)


@dataclass(frozen=True, slots=True)
class Judged:
    """A prediction with a vote or a review."""

    text: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class TopicErrors:
    """The model's errors on a topic; `name` None: on no topic."""

    name: str | None
    judged: int
    wrong: int

    @property
    def rate(self) -> float | None:
        """Wrong among judged; None if nothing was judged."""
        return self.wrong / self.judged if self.judged else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the rate."""
        return wilson_interval(self.wrong, self.judged)


def error_rates(judged: Sequence[Judged], topics: Sequence[Topic]) -> list[TopicErrors]:
    """Count errors by topic, worst first; a text may have several topics.

    Sorted by the lower end of the interval, so that one error in one tweet does not precede 50 in
    100.
    """
    counts: dict[str | None, list[int]] = {topic.name: [0, 0] for topic in topics} | {None: [0, 0]}
    for prediction in judged:
        names: list[str | None] = [*topics_of(prediction.text, topics)]
        for name in names or [None]:
            counts[name][0] += 1
            counts[name][1] += prediction.is_wrong
    rates = [TopicErrors(name, *numbers) for name, numbers in counts.items()]
    return sorted(rates, key=lambda rate: rate.interval.low if rate.interval else -1, reverse=True)
