"""Normalisation of texts and duplicate keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.radar.texts.folding import duplicate_key, fold, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Vol Retardé", "vol retarde"),
        ("STRASSE straße", "strasse strasse"),
        ("caf&eacute; &amp; bar", "cafe & bar"),
    ],
)
def test_case_and_accents_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_handles_and_hashtags_keep_their_sign_and_links_are_dropped() -> None:
    text = "@AirFrance lost my bag #fail http://t.co/airfrance www.airfrance.fr"
    assert tokens(text) == ["@airfrance", "lost", "my", "bag", "#fail"]


@pytest.mark.parametrize(
    "copy",
    [
        "RT @lea: My flight is late!",
        "rt @lea RT @max: my FLIGHT is late",
        "My flight is late http://t.co/x via @lea",
        "my flight is #late...",
    ],
)
def test_copies_and_retweets_share_a_key(copy: str) -> None:
    assert duplicate_key(copy) == duplicate_key("My flight is late")


def test_other_words_have_another_key() -> None:
    assert duplicate_key("My flight is late") != duplicate_key("My flight is not late")


@given(st.text())
def test_any_text_has_a_64_bit_key(text: str) -> None:
    assert -(2**63) <= duplicate_key(text) < 2**63
    assert duplicate_key(text) == duplicate_key(f"RT @somebody: {text}")
