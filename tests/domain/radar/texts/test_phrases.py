"""Phrases that a few tweets share."""

from airparadis.domain.radar.texts.phrases import shared_phrases


def test_what_several_tweets_say_is_named_once_and_whole() -> None:
    texts = [
        "@airfrance strike of ground staff at Orly again",
        "The strike of ground staff ruined my day",
        "no bags, strike of ground staff they say",
        "lovely crew",
    ]
    assert shared_phrases(texts) == [("strike of ground staff", 3)]


def test_words_of_the_stream_and_empty_words_begin_no_phrase() -> None:
    texts = ["air france is the worst", "air france is the best", "of the in the", "of the in the"]
    assert shared_phrases(texts, ignored=["air france"]) == []


def test_nothing_is_shared_by_one() -> None:
    assert shared_phrases(["lost bags in paris"]) == []
    assert shared_phrases([]) == []
