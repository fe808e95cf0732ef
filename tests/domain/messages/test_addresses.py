"""Mail addresses and senders."""

import pytest

from airparadis.domain.messages.addresses import Sender, parse_address, parse_sender


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" ana@example.org ", "ana@example.org"),
        ("admin@localhost", "admin@localhost"),
        ("zoé@example.org", "zoé@example.org"),
        ("ana@münchen.example", "ana@xn--mnchen-3ya.example"),
    ],
)
def test_an_address_is_one(text: str, address: str) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "ana", "ana@", "@example.org", "a@x;b@y", "a b@example.org", "a@b@c", "a@x,b@y", "a@-x"],
)
def test_what_is_no_address_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(ValueError, match=r"^should be a mail address"):
        parse_address(text)


@pytest.mark.parametrize(
    ("text", "sender", "header"),
    [
        ("a@example.org", Sender("", "a@example.org"), "a@example.org"),
        (
            "Air Paradis, alerts <a@example.org>",
            Sender("Air Paradis, alerts", "a@example.org"),
            '"Air Paradis, alerts" <a@example.org>',
        ),
        (
            '"Veille" <a@example.org>',
            Sender("Veille", "a@example.org"),
            "Veille <a@example.org>",
        ),
    ],
)
def test_a_sender_may_have_a_name(text: str, sender: Sender, header: str) -> None:
    assert parse_sender(text) == sender
    assert str(sender.header()) == header
    assert sender.domain == "example.org"


@pytest.mark.parametrize("text", ["Ana <ana>", "Ana <a@example.org", "A\nB <a@example.org>", ""])
def test_what_is_no_sender_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="should be"):
        parse_sender(text)
