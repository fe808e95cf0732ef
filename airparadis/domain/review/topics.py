"""Topics of complaints, found by keywords that an analyst can edit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from airparadis.domain.monitoring.figures import Interval, wilson_interval
from airparadis.text.cleaning import plain_text

MAX_TOPICS = 30
MAX_NAME_LENGTH = 40
MAX_KEYWORDS = 60
"""Keywords of one topic."""

MAX_KEYWORD_LENGTH = 60
_WORD = re.compile(r"[^*]+\*?")
"""A word of a keyword: an asterisk only at its end, so that matching takes linear time."""


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

    @property
    def is_valid(self) -> bool:
        """Return whether the topic has a name and keywords that are cheap to look for."""
        return (
            0 < len(self.name) <= MAX_NAME_LENGTH
            and 0 < len(self.words) <= MAX_KEYWORDS
            and all(map(_is_valid_keyword, self.words))
        )

    def matches(self, text: str) -> bool:
        """Return whether a text mentions the topic."""
        return self.matches_plain(_normalised(text))

    def matches_plain(self, plain: str) -> bool:
        """Return the same for a text that is cleaned and in lower case already."""
        return self._pattern.search(plain) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """One alternative a keyword; the possessive `\\w*+` never backtracks."""
        if not self.is_valid:
            raise ValueError("a topic that is not valid is never looked for")
        parts = (re.escape(word).replace(r"\*", r"\w*+") for word in self.words)
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _is_valid_keyword(keyword: str) -> bool:
    return len(keyword) <= MAX_KEYWORD_LENGTH and all(map(_WORD.fullmatch, keyword.split(" ")))


def _normalised(text: str) -> str:
    return plain_text(text).lower()


_DEFAULT_KEYWORDS = {
    "delay": "delay*, late, wait*, on time, stuck, tarmac, hours, retard*, attente, heures",
    "baggage": "bag, bags, baggage, luggage, suitcase*, carousel, carry-on, bagage*, valise*",
    "customer service": "service, staff, crew, agent*, rude, on hold, help*, attendant*, call*, "
    "personnel, équipage, accueil, appel*",
    "cancellation": "cancel*, rebook*, refund*, voucher*, stranded, annul*, rembours*",
    "seats": "seat*, legroom, upgrade*, first class, row, aisle, window, siège*, hublot, couloir",
    "booking": "book*, reservation*, website, app, check-in, ticket*, fare*, réserv*, billet*, "
    "enregistrement",
}
"""English and French keywords in one list: a stream has tweets in both languages."""

DEFAULT_TOPICS = tuple(
    Topic(name, tuple(keywords.split(", "))) for name, keywords in _DEFAULT_KEYWORDS.items()
)
"""The reasons for complaint annotated in US airline tweets of 2015 (CrowdFlower)."""


def topics_of(text: str, topics: Iterable[Topic]) -> list[str]:
    """Return the names of the topics that a text mentions, in the order of the rules."""
    plain = _normalised(text)
    return [topic.name for topic in topics if topic.matches_plain(plain)]


def parse_topics(written: str) -> tuple[Topic, ...]:
    """Parse rules, one topic a line: `name: word, stem*, two words`; empty lines are ignored.

    Raises:
        InvalidTopicsError: a line has no name or no words, too long or too many of them, an
            asterisk that does not end a word, a name that is taken, or is one too many.
    """
    topics: dict[str, Topic] = {}
    for number, line in enumerate(written.splitlines(), 1):
        if not line.strip():
            continue
        name, _, rest = (part.strip().lower() for part in line.partition(":"))
        words = tuple(word for part in rest.split(",") if (word := " ".join(part.split())))
        topic = Topic(name, words)
        if not topic.is_valid or name in topics or len(topics) == MAX_TOPICS:
            raise InvalidTopicsError(number)
        topics[name] = topic
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
class SortedPrediction:
    """A judged prediction with the names of the topics that it mentions."""

    text: str
    is_wrong: bool
    topics: tuple[str, ...]


def sort_by_topic(judged: Iterable[Judged], topics: Sequence[Topic]) -> list[SortedPrediction]:
    """Find the topics of every judged prediction: what costs time is done once."""
    return [
        SortedPrediction(row.text, row.is_wrong, tuple(topics_of(row.text, topics)))
        for row in judged
    ]


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


def error_rates(judged: Iterable[SortedPrediction], topics: Iterable[Topic]) -> list[TopicErrors]:
    """Count errors by topic, worst first; a text may have several topics.

    Sorted by the lower end of the interval, so that one error in one tweet does not precede 50 in
    100.
    """
    counts: dict[str | None, list[int]] = {topic.name: [0, 0] for topic in topics} | {None: [0, 0]}
    for prediction in judged:
        for name in prediction.topics or (None,):
            counts[name][0] += 1
            counts[name][1] += prediction.is_wrong
    rates = [TopicErrors(name, *numbers) for name, numbers in counts.items()]
    return sorted(rates, key=lambda rate: rate.interval.low if rate.interval else -1, reverse=True)
