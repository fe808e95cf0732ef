"""Contractions are one word, whatever was typed or left of their apostrophe."""

import pytest

from airparadis.ml.light.tokens import tokenise, words_of
from airparadis.text.patterns import APOSTROPHES


def words(text: str) -> list[str]:
    return [word for token in tokenise(text) for word in words_of(token)]


@pytest.mark.parametrize("apostrophe", [*APOSTROPHES, "\u00d5", "\ufffd", "?"])
@pytest.mark.parametrize("contraction", ["don't", "can't", "they're", "i've", "we'll", "crew's"])
def test_every_apostrophe_makes_the_same_word(contraction: str, apostrophe: str) -> None:
    assert words(contraction.replace("'", apostrophe)) == words(contraction) == [contraction]


@pytest.mark.parametrize("word", ["são", "Õhtul", "ʻohana", "ÕTEL"])
def test_a_letter_that_only_looks_like_one_stays_in_its_word(word: str) -> None:
    assert len(words(word)) == 1
