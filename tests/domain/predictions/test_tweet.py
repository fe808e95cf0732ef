"""Validation of tweets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.predictions.tweet import (
    MAX_LENGTH,
    InvalidTweetError,
    TweetFault,
    parse_tweet,
)


def test_a_tweet_is_trimmed() -> None:
    assert parse_tweet("  late again \n") == "late again"


@pytest.mark.parametrize("text", ["a", "x" * MAX_LENGTH, f"  {'x' * MAX_LENGTH}  "])
def test_one_to_a_thousand_characters_are_accepted(text: str) -> None:
    assert parse_tweet(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", TweetFault.MISSING),
        (" \t\n", TweetFault.MISSING),
        ("x" * (MAX_LENGTH + 1), TweetFault.TOO_LONG),
        ("late\0again", TweetFault.NOT_TEXT),
        ("half a pair \ud83d", TweetFault.NOT_TEXT),
    ],
)
def test_other_texts_are_refused_with_a_reason(text: str, fault: TweetFault) -> None:
    with pytest.raises(InvalidTweetError) as refusal:
        parse_tweet(text)
    assert refusal.value.fault is fault


def test_a_browser_line_break_counts_as_one_character() -> None:
    assert len(parse_tweet("a\r\n" * (MAX_LENGTH // 2 - 1) + "ab")) == MAX_LENGTH


@given(st.text(max_size=MAX_LENGTH + 50))
def test_an_accepted_tweet_is_storable_and_stable(text: str) -> None:
    try:
        tweet = parse_tweet(text)
    except InvalidTweetError:
        return
    assert tweet.encode()
    assert 1 <= len(tweet) <= MAX_LENGTH
    assert parse_tweet(tweet) == tweet
