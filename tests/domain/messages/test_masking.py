"""Masking of personal data, and of markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.messages.masking import escape_markdown, mask_personal


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("@JohnDoe1 late again @b_c!", "@… late again @…!"),
        ("@channel wake up", "@… wake up"),
        ("see you @ the gate", "see you @ the gate"),
        ("no one", "no one"),
        ("mail ana.li+x@mail.example.org now", "mail @… now"),
        ("call +33 6 12 34 56 78 or (020) 7946-0958.", "call ☎… or ☎…."),
        ("00 44 20 7946 0958", "☎…"),
        ("AF1234 on 2026-06-01 at 18:30, seat 12A, 1,000,000 bags", None),
        ("booked 01/06/2026 for 1234.50", None),
        ("https://t.co/12345678901 @ana", "https://t.co/12345678901 @…"),
    ],
)
def test_handles_addresses_and_numbers_are_masked(text: str, masked: str | None) -> None:
    assert mask_personal(text) == (text if masked is None else masked)


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask_personal(mask_personal(text)) == mask_personal(text)


def test_markup_of_a_chat_is_text() -> None:
    escaped = escape_markdown("**bad** [x](http://y) <@123> @here :fire: `z` ~~a~~")
    for mark in ("**", "](", "<@", "@here", "http://", "~~"):
        assert mark not in escaped
    assert escaped.replace("\\", "").replace("\u200b", "") == (
        "**bad** [x](http://y) <@123> @here :fire: `z` ~~a~~"
    )
