"""The language gate: what it turns away, what it must let pass, and that no text breaks it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.language import is_foreign

TWEETS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "data" / "foreign_tweets.json").read_text(encoding="utf-8")
)

ENGLISH = [
    "so late lol",
    "flite delayed agen",
    "ugh smh tbh",
    "flt cancld wtf",
    "omg luv u",
    "gr8 svc thx",
    "im sooo mad",
    "yessss",
    "not good",
    "lost bag",
    "Royal mail",
    "DM sent",
    "No signal",
    "cant even rn",
    "wtf @airfrance",
    "worst airline everrrr!!!",
    "Air France sucks",
    "Lufthansa lost my bag",
    "Bon voyage!",
    "Stuck at Orly again",
    "Best café in Nice",
    "crème brûlée onboard!",
    "Champs-Élysées is beautiful",
    "São Paulo flight delayed",
    "We love Paris and the Côte d'Azur",
    "love this 東京",
    "I don't love this flight",
    "@united UA6002 MLI-&gt;DEN. Will miss connection UA3530 DEN-&gt;YEG due to delay.",
    "I&apos;m so tired of waiting",
]

NOTHING_TO_JUDGE = [
    "",
    " ",
    ":-)",
    ":(",
    "<3 <3",
    "¯\\_(ツ)_/¯",
    "😡😡",
    "123 456",
    "@airfrance @SNCF_Connect",
    "#annulation",
    "http://t.co/ecologie",
    "!!! ???",
]


@pytest.mark.parametrize(
    "tweet",
    [pytest.param(t, id=f"{code}-{i}") for code in TWEETS for i, t in enumerate(TWEETS[code])],
)
def test_a_tweet_in_another_language_is_foreign(tweet: str) -> None:
    assert is_foreign(tweet)


@pytest.mark.parametrize("tweet", ENGLISH)
def test_an_english_tweet_is_not_turned_away(tweet: str) -> None:
    assert not is_foreign(tweet)


@pytest.mark.parametrize("tweet", NOTHING_TO_JUDGE)
def test_a_tweet_without_words_is_empty_and_not_foreign(tweet: str) -> None:
    assert not is_foreign(tweet)


@given(st.text())
def test_every_text_has_an_answer_and_the_same_one_twice(text: str) -> None:
    assert is_foreign(text) is is_foreign(text)
