"""A frequent word is of the language it is written in, whatever its letters look like."""

import numpy as np
import pytest

from airparadis.text.language_evidence import Evidence, grams
from training.language.corpus import WordList
from training.language.known_words import ENGLISH, FRENCH_ENOUGH, SHARED, with_known_words

EVIDENCE = {"<gé": Evidence(10, 5), "id>": Evidence(150, -20), "<ex": Evidence(200, 0)}


def words(**shares: float) -> WordList:
    return WordList(np.array(list(shares)), np.array(list(shares.values())))


ENGLISH_WORDS = words(avoid=1e-4, excuses=1e-5, rare=1e-9)
FRENCH_WORDS = words(génial=1e-4, excuses=1.2e-5, avoid=1e-7, obscur=1e-9)


def french_of(word: str) -> int:
    evidence = with_known_words(EVIDENCE, ENGLISH_WORDS, FRENCH_WORDS)
    return sum(evidence[gram].french for gram in grams(word) if gram in evidence)


@pytest.mark.parametrize(
    ("word", "french"),
    [
        ("génial", FRENCH_ENOUGH),
        ("genial", FRENCH_ENOUGH),  # without its accent, as on phones
        ("avoid", ENGLISH),
        ("excuses", SHARED),  # written in both: the English part knows it
        ("obscur", 0),  # too rare to be sure
    ],
)
def test_a_frequent_word_is_of_its_language(word: str, french: int) -> None:
    assert french_of(word) == french


def test_other_languages_weigh_as_before() -> None:
    evidence = with_known_words(EVIDENCE, ENGLISH_WORDS, FRENCH_WORDS)
    assert {gram: evidence[gram] for gram in EVIDENCE} == EVIDENCE
    assert {evidence[gram].other for gram in evidence.keys() - EVIDENCE.keys()} == {0}
