"""Routing of messages: which contact point hears of what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from airparadis.domain.messages.outbox import Channel

MAX_SEVERITY: Final = 10


class Topic(StrEnum):
    """The topic of a message."""

    ERRORS = "errors"
    BURST = "burst"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a message as far as routes ask; a burst has a stream and a severity."""

    topic: Topic
    stream_id: int | None = None
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition under which a contact point hears of something; the default holds always."""

    topic: Topic | None = None
    stream_id: int | None = None
    min_severity: int = 0
    """Minimum severity of bursts, 1 to 10; events without a severity always pass."""

    def matches(self, subject: Subject) -> bool:
        """Return whether it holds for a subject."""
        if self.topic is not None and self.topic is not subject.topic:
            return False
        if self.stream_id is not None and self.stream_id != subject.stream_id:
            return False
        return subject.severity is None or subject.severity >= self.min_severity


ALWAYS: Final = (Rule(),)
"""The rules of the environment's addresses."""


def hears(rules: Iterable[Rule], subject: Subject) -> bool:
    """Return whether any rule holds; without any, a contact point hears nothing."""
    return any(rule.matches(subject) for rule in rules)


@dataclass(frozen=True, slots=True)
class Contact:
    """An address of a channel, and what it hears of."""

    id: int
    name: str
    channel: Channel
    address: str = field(repr=False)
    """Mail addresses separated by commas, or a chat's or webhook's URL, which is secret."""
    secret: str = field(repr=False)
    """Signs what is posted to a webhook; may be empty."""
    rules: tuple[Rule, ...] = ()

    @property
    def target(self) -> str:
        """The target of its route."""
        return target_of(self.name, self.id)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Its mail addresses."""
        return tuple(self.address.split(", "))


def target_of(name: str, number: int) -> str:
    """Return the target of a contact point's route, which shows no address."""
    return f"{name} #{number}"
