"""Tweets as their readers see them."""

import pytest

from airparadis.domain.messages.masking import mask_personal
from airparadis.domain.predictions.excerpt import as_read, excerpt
from airparadis.ml.contract import Contribution, Explanation
from airparadis.web.presentation.highlight import segments


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Tom &amp; Jerry loved it &lt;3", "Tom & Jerry loved it <3"),
        ("don&#39;t &#x1F600; &eacute;t&eacute;", "don't 😀 été"),
        ("https://x.example/?a=1&copy=2 AT&T", "https://x.example/?a=1&copy=2 AT&T"),
        ("&amp;lt; is written &lt;", "&lt; is written <"),
        ("&nothing; &; & &#xZZ;", "&nothing; &; & &#xZZ;"),
    ],
)
def test_references_are_shown_as_the_characters_they_are(text: str, seen: str) -> None:
    assert as_read(text) == excerpt(text) == mask_personal(text) == seen
    assert "".join(segment.text for segment in segments(text, None)) == seen


def test_words_that_decided_are_shown_without_references() -> None:
    found = segments("R&amp;D is bad &lt;3", Explanation((Contribution(11, 14, -2.0),), bias=0))
    assert [segment.text for segment in found] == ["R&D is ", "bad", " <3"]


def test_a_handle_in_disguise_is_masked() -> None:
    assert mask_personal("ask &#64;ann_lee now") == "ask @… now"
