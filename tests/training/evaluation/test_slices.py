"""The tweets that belong to a slice."""

import numpy as np
import pytest

from training.evaluation.slices import slices_of, with_both_labels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("late again", {"fewer than 5 words"}),
        ("@x http://t.co/x it is the day", {"fewer than 5 words", "reply or mention"}),
        ("one two three four five", set()),
        ("word " * 20, {"20 words and more"}),
        ("I do not like this one", {"negation"}),
        ("I don’t like this one bit", {"negation"}),
        ("I DONT like this one bit", {"negation", "a word in capitals"}),
        ("a knotty notion of northern", set()),
        ("that was the best day :)", {"emoji or emoticon", "words of praise"}),
        ("that was the best day 😍", {"emoji or emoticon", "words of praise"}),
        ("see http://t.co/x for the rest of it", set()),
        ("my flight is at five today", {"airline words"}),
        ("the butterfly flies in the garden", set()),
        ("that was the best day ever!", {"exclamation mark", "words of praise"}),
        ("is that really all there is?", {"question mark"}),
        ("that was the WORST day ever", {"a word in capitals"}),
        ("that was sooo long a day", {"a stretched word"}),
        ("we waited 1000 days ... for this", set()),
        ("we all love #paris in spring", {"hashtag", "words of praise"}),
        ("thanks to all who came here", {"thanks"}),
        ("it was 10/10 for all of us", {"a rating"}),
    ],
)
def test_a_tweet_is_in_the_slices_it_should_be_in(text: str, expected: set[str]) -> None:
    found = slices_of([text])
    assert {name for name, mask in found.items() if mask[0]} == expected


def test_every_slice_says_something_of_every_tweet() -> None:
    found = slices_of(["a", "b", "c"])
    assert {mask.shape for mask in found.values()} == {(3,)}
    assert {mask.dtype for mask in found.values()} == {np.dtype(bool)}


def test_a_text_with_both_labels_is_found_in_all_its_rows() -> None:
    hashes = np.array([7, 8, 7, 9, 9, 7], np.uint64)
    y = np.array([0, 1, 1, 0, 0, 0], np.int8)
    assert with_both_labels(hashes, y).tolist() == [True, False, True, False, False, True]
