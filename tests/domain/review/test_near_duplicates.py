"""Near-duplicates of texts."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.review.near_duplicates import (
    SAME_FROM,
    find_originals,
    jaccard,
    text_key,
    words_of,
)

TEXTS = st.lists(st.text(st.sampled_from("abc "), max_size=12), max_size=12)


def test_handles_links_numbers_and_case_are_ignored() -> None:
    one = "RT @united: Flight 1234 is LATE https://t.co/x"
    assert text_key(one) == text_key("@delta flight 99 is late!")
    assert text_key(one) != text_key("flight is on time")


def test_texts_without_words_are_only_the_same_as_themselves() -> None:
    assert text_key("😡") == text_key("😡") != text_key("😍")


@given(st.text())
def test_every_text_has_a_key(text: str) -> None:
    assert len(text_key(text)) == 32


def test_a_contraction_is_one_word() -> None:
    assert words_of("I don’t #LoveIt") == ["i", "don't", "loveit"]


@given(TEXTS)
def test_originals_agree_with_comparing_all_pairs(texts: list[str]) -> None:
    sets = [frozenset(words_of(text)) for text in texts]
    expected: list[int] = []
    for index, words in enumerate(sets):
        firsts = [other for other in range(index) if expected[other] == other]
        near = [other for other in firsts if jaccard(words, sets[other]) >= SAME_FROM]
        expected.append(min(near, default=index))
    assert find_originals(texts) == expected


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_similarity_is_symmetric_and_between_0_and_1(a: set[int], b: set[int]) -> None:
    left, right = (frozenset(map(str, numbers)) for numbers in (a, b))
    assert jaccard(left, right) == jaccard(right, left)
    assert 0 <= jaccard(left, right) <= 1


def test_one_word_in_five_may_differ() -> None:
    words = [f"{a}{b}" for a, b in product("abc", "xyz")]
    assert find_originals([" ".join(words), " ".join([*words[:8], "other"])]) == [0, 0]
    assert find_originals([" ".join(words), " ".join([*words[:7], "two", "others"])]) == [0, 1]
