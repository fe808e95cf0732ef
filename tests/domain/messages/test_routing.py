"""The routing of messages to contact points, as pure rules."""

import pytest

from airparadis.domain.messages.outbox import Channel
from airparadis.domain.messages.routing import ALWAYS, Contact, Rule, Subject, Topic, hears

ERRORS = Subject(Topic.ERRORS)
DIGEST = Subject(Topic.DIGEST)
MILD = Subject(Topic.BURST, stream_id=1, severity=3)
BAD = Subject(Topic.BURST, stream_id=1, severity=8)
OTHER = Subject(Topic.BURST, stream_id=2, severity=8)
EVERYTHING = (ERRORS, DIGEST, MILD, BAD, OTHER)


@pytest.mark.parametrize(
    ("rules", "heard"),
    [
        (ALWAYS, EVERYTHING),
        ((), ()),
        ([Rule(Topic.ERRORS)], (ERRORS,)),
        ([Rule(Topic.DIGEST)], (DIGEST,)),
        ([Rule(Topic.BURST)], (MILD, BAD, OTHER)),
        ([Rule(Topic.BURST, stream_id=1)], (MILD, BAD)),
        ([Rule(stream_id=2)], (OTHER,)),
        ([Rule(min_severity=5)], (ERRORS, DIGEST, BAD, OTHER)),
        ([Rule(Topic.BURST, min_severity=8)], (BAD, OTHER)),
        ([Rule(Topic.BURST, 1, 9)], ()),
        ([Rule(Topic.BURST, 1, 9), Rule(Topic.ERRORS)], (ERRORS,)),
        ([Rule(Topic.BURST, 2), Rule(Topic.BURST, 1, 5)], (BAD, OTHER)),
        ([Rule(Topic.ERRORS, stream_id=1)], ()),
    ],
)
def test_a_contact_hears_what_any_of_its_rules_lets_through(
    rules: list[Rule], heard: tuple[Subject, ...]
) -> None:
    assert tuple(subject for subject in EVERYTHING if hears(rules, subject)) == heard


def test_a_contact_shows_no_secret() -> None:
    contact = Contact(7, "On call", Channel.WEBHOOK, "https://x.example/whisper", "hush")
    assert contact.target == "On call #7"
    assert "whisper" not in repr(contact)
    assert "hush" not in repr(contact)
