"""Tokens say what was meant: contractions whatever their apostrophe, ratings however written."""

import pytest

from airparadis.ml.light.tokens import spans, tokenise, words_of
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


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2 stars", "zero"),
        ("Two stars from me", "bad"),
        ("2-stars service", "zero"),
        ("2 STARS", "zero"),
        ("4 stars", "4"),
        ("12 stars", "0"),  # any other number
        ("two stars hotel", "two"),
        ("two starships", "two"),
        ("2/5", "one"),
        ("★★☆☆☆", "one"),
        ("3/5", "three"),
    ],
)
def test_two_stars_are_a_bad_rating(text: str, first: str) -> None:
    assert words(text)[0] == first


def test_a_rating_is_highlighted_as_it_was_written() -> None:
    text = "Two stars, bye"
    assert [text[start:end] for start, end in spans(text)] == ["Two", "stars", ",", "bye"]
