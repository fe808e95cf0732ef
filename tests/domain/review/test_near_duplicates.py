from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.review.near_duplicates import SAME_FROM, fold, jaccard, text_key, words_of

TEXTS = st.lists(st.text(st.sampled_from("abc "), max_size=12), max_size=12)


def test_handles_links_figures_and_case_do_not_tell_texts_apart() -> None:
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
def test_folding_agrees_with_comparing_all_with_all(texts: list[str]) -> None:
    sets = [frozenset(words_of(text)) for text in texts]
    expected: list[int] = []
    for place, words in enumerate(sets):
        firsts = [each for each in range(place) if expected[each] == each]
        near = [each for each in firsts if jaccard(words, sets[each]) >= SAME_FROM]
        expected.append(min(near, default=place))
    assert fold(texts) == expected


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_similarity_lies_between_nothing_and_all(a: set[int], b: set[int]) -> None:
    left, right = (frozenset(map(str, each)) for each in (a, b))
    assert jaccard(left, right) == jaccard(right, left)
    assert 0 <= jaccard(left, right) <= 1


def test_one_word_in_five_may_differ() -> None:
    words = [f"{a}{b}" for a, b in product("abc", "xyz")]
    assert fold([" ".join(words), " ".join([*words[:8], "other"])]) == [0, 0]
    assert fold([" ".join(words), " ".join([*words[:7], "two", "others"])]) == [0, 1]
