"""Masking of handles; mail addresses and lone signs stay."""

import pytest

from airparadis.domain.messages.masking import mask_handles


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("@JohnDoe1 late again @b_c!", "@… late again @…!"),
        ("@channel wake up", "@… wake up"),
        ("see you @ the gate", "see you @ the gate"),
        ("no one", "no one"),
    ],
)
def test_every_handle_is_masked(text: str, masked: str) -> None:
    assert mask_handles(text) == masked
