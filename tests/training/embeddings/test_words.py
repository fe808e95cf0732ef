"""Words, numbers and batches of the `lstm` family: what needs no deep library."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.embeddings.words import tokenise
from training.families.lstm.settings import MAX_WORDS
from training.families.lstm.vocabulary import (
    UNKNOWN,
    Vocabulary,
    batches_by_length,
    read_vocabulary,
)

TWEETS = ["Good crew", "good seat!", "bad", "http://t.co/x", "good bad bad"]
LENGTHS = st.lists(st.integers(1, 6), min_size=1, max_size=60).map(np.array)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@air I DON’T like it!!!!!!", ["i", "don't", "like", "it", "!", "!", "!"]),
        ("so late... #fail .", ["so", "late", "...", "fail", "."]),
        ("yes.. :) <3 😭😭", ["yes", "...", ":)", "<3", "😭", "😭"]),
        ("A &amp; B http://t.co/x", ["a", "&", "b"]),
        ("", []),
    ],
)
def test_words_are_written_as_published_vectors_write_them(text: str, words: list[str]) -> None:
    assert tokenise(text) == words


def test_the_commonest_words_come_first_and_rare_ones_are_unknown() -> None:
    vocabulary, tweets = read_vocabulary(TWEETS, min_count=2)
    assert vocabulary.words == (UNKNOWN, "good", "bad")
    assert tweets.numbers.tolist() == [1, 0, 1, 0, 0, 2, 0, 1, 2, 2]
    assert tweets.lengths.tolist() == [2, 3, 1, 1, 3]


def test_reading_and_encoding_agree() -> None:
    vocabulary, tweets = read_vocabulary(TWEETS, min_count=2)
    encoded = Vocabulary(vocabulary.words).encode(TWEETS, "encode")
    np.testing.assert_array_equal(encoded.numbers, tweets.numbers)
    np.testing.assert_array_equal(encoded.starts, tweets.starts)


def test_a_text_without_words_is_one_unknown_word() -> None:
    assert Vocabulary((UNKNOWN, "good")).encode(["", "@air"], "encode").numbers.tolist() == [0, 0]


def test_a_long_text_is_cut() -> None:
    encoded = Vocabulary((UNKNOWN, "good")).encode(["good " * (MAX_WORDS + 9)], "encode")
    assert encoded.lengths.tolist() == [MAX_WORDS]


def test_rows_of_one_length_are_a_rectangle() -> None:
    vocabulary, tweets = read_vocabulary(TWEETS, min_count=1)
    good, bad = vocabulary.numbers["good"], vocabulary.numbers["bad"]
    rows = tweets.rows(np.array([1, 4]))
    assert rows.shape == (2, 3)
    assert rows[0, 0] == good
    assert rows[1].tolist() == [good, bad, bad]


@given(lengths=LENGTHS, batch_size=st.integers(1, 10), seed=st.none() | st.integers(0, 9))
def test_every_row_is_in_one_batch_of_rows_of_its_length(
    lengths: np.ndarray, batch_size: int, seed: int | None
) -> None:
    shuffle = None if seed is None else np.random.default_rng(seed)
    batches = batches_by_length(lengths, batch_size, shuffle)
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    assert all(len(set(lengths[rows].tolist())) == 1 for rows in batches)
    assert all(len(rows) <= batch_size for rows in batches)
    assert len(batches) == len(batches_by_length(lengths, batch_size))


def test_epochs_deal_other_batches_and_the_same_seed_the_same() -> None:
    lengths = np.full(40, 3)
    first, again, other = (
        [rows.tolist() for rows in batches_by_length(lengths, 8, np.random.default_rng(seed))]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other
