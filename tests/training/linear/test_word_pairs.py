"""Counting by sorting finds what scikit-learn's vectoriser finds, ties and all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from training.families.tfidf import Tfidf
from training.linear import word_pairs

words = st.text(st.sampled_from("ab'!😭é:)-"), min_size=1, max_size=3)
texts = st.lists(st.lists(words, max_size=8).map(" ".join), min_size=1, max_size=20)


def vectoriser(most: int = 50_000) -> TfidfVectorizer:
    made = Tfidf().vectoriser
    made.set_params(max_features=most)
    return made


@given(fitted=texts, asked=texts, most=st.integers(1, 30))
@settings(deadline=None)
def test_features_weights_and_rows_are_those_of_the_vectoriser(
    fitted: list[str], asked: list[str], most: int
) -> None:
    theirs, ours = vectoriser(most), vectoriser(most)
    if not any(text.split() for text in fitted):
        with pytest.raises(ValueError, match="no text has a word"):
            word_pairs.fit_transform(ours, fitted)
        return
    expected, found = theirs.fit_transform(fitted), word_pairs.fit_transform(ours, fitted)
    assert ours.vocabulary_ == theirs.vocabulary_
    assert np.array_equal(ours.idf_, theirs.idf_)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found.toarray(), expected.toarray(), rtol=1e-14)
    for each in (ours, theirs):  # what is stored is read by the vectoriser itself
        np.testing.assert_allclose(
            word_pairs.transform(each, asked).toarray(),
            theirs.transform(asked).toarray(),
            rtol=1e-14,
        )
        np.testing.assert_array_equal(
            each.transform(asked).toarray(), theirs.transform(asked).toarray()
        )
