"""Cleaning: the output of every level, and that no text breaks it."""

import hashlib
import html
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from airparadis.ml.light.tokens import tokenise, words_of
from airparadis.text.cleaning import (
    TEXT_VERSION,
    Level,
    clean,
    has_content,
    has_min_words,
    simple_spans,
    unescape,
    unescape_with_offsets,
)
from training.evaluation.behaviour import NEGATIVE, POSITIVE, SAME_SCORE

NEGATIONS = ("no", "not", "never", "nor", "don't", "isn't", "cannot", "dont", "cant")
LEVELS = tuple(Level)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("negation", NEGATIONS)
def test_a_negation_survives_every_level(level: Level, negation: str) -> None:
    assert negation in clean(f"I {negation} love this flight", level).split()


@pytest.mark.parametrize("level", LEVELS)
def test_a_curly_apostrophe_keeps_the_negation(level: Level) -> None:
    assert "n" in clean("I don’t love it", level).split("t love")[0]
    assert clean("I don’t love it", level).replace("’", "'").count("don't") == 1


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "word", ["airport", "comfortable", "start", "art", "http", "www", "tired.late"]
)
def test_no_pattern_removes_a_word(level: Level, word: str) -> None:
    whole = "".join(clean(f"nice {word} nice", level).split())
    assert word.replace(".", "") in whole.replace(".", "")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "noise",
    [
        "http://t.co/Ab1",
        "HTTPS://T.CO/ab1?x=1&y=2",
        "www.airparadis.com",
        "bit.ly/3abc",
        "pic.twitter.com/Xy1",
        "me@mail.airparadis.com",
        "@AirParadis",
        "@air_paradis_2026",
    ],
)
def test_links_and_handles_are_removed_at_every_level(level: Level, noise: str) -> None:
    assert clean(f"{noise} good flight {noise}", level) == "good flight"


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("feeling", ["😡", "👍🏽", "❤️", "👨‍👩‍👧", ":(", ":-)", "<3", "T_T", "</3"])
def test_emoji_and_emoticons_are_kept(level: Level, feeling: str) -> None:
    assert clean(f"flight {feeling}", level).lower() == f"flight {feeling}".lower()


@pytest.mark.parametrize("level", LEVELS)
def test_html_entities_are_unescaped(level: Level) -> None:
    assert clean("flight &lt;3 &quot;flight&quot;", level).replace('"', "") == "flight <3 flight"
    assert clean("good &amp;lt;3", level) == "good <3"


def test_simple_text_is_lemmas_without_stop_words_digits_or_hashtags() -> None:
    tweet = "@united The flights were DELAYED 2 times!!! #fail so crying http://t.co/a"
    assert clean(tweet, Level.SIMPLE) == "flight delay time cry"


def test_advanced_text_keeps_stop_words_and_the_words_of_hashtags() -> None:
    tweet = "@united The flights were soooooo DELAYED! #fail"
    assert clean(tweet, Level.ADVANCED) == "the flights were sooo delayed! fail"


def test_transformer_text_changes_nothing_but_links_handles_and_spaces() -> None:
    tweet = "@united The  flights were\nsoooooo DELAYED! #fail http://t.co/a"
    assert clean(tweet, Level.TRANSFORMER) == "The flights were soooooo DELAYED! #fail"


@pytest.mark.parametrize(
    ("level", "cleaned", "enough"),
    [
        (Level.SIMPLE, "one", False),
        (Level.SIMPLE, "one two", True),
        (Level.ADVANCED, "one", False),
        (Level.ADVANCED, "one two", True),
        (Level.TRANSFORMER, "", False),
        (Level.TRANSFORMER, "one", True),
    ],
)
def test_the_word_minimum_of_each_level(level: Level, cleaned: str, enough: bool) -> None:
    assert has_min_words(cleaned, level) is enough


@pytest.mark.parametrize("text", ["no", "😡", ":(", "<3", "@a ok", "#fail", "non", "&lt;3"])
def test_words_emoji_and_emoticons_are_content(text: str) -> None:
    assert has_content(text)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "@united", "http://t.co/a", "!!! ...", "1234", "@a @b http://c.co/d 5", "\x00"],
)
def test_links_handles_digits_and_punctuation_are_not_content(text: str) -> None:
    assert not has_content(text)


@given(st.text(st.characters() | st.sampled_from("@#:;()<>&'’!.\x00\ud800\u200b\u200d😡")))
@settings(max_examples=300)
def test_any_text_is_cleaned_to_printable_single_spaced_words(text: str) -> None:
    has_content(text)
    for level in LEVELS:
        cleaned = clean(text, level)
        assert cleaned == " ".join(cleaned.split())
        cleaned.encode()  # no lone surrogate is left


@given(st.text(st.characters(exclude_characters="&")))
@example("@0@0")
@example("Ð¡¡¡")
@settings(max_examples=300)
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    for level in (Level.ADVANCED, Level.TRANSFORMER):
        once = clean(text, level)
        assert clean(once, level) == once


@pytest.mark.parametrize(
    ("text", "shown"),
    [("ÂÂ¡", "¡"), ("Ã‚Â¡", "¡"), ("Â\u200b¡", "¡"), ("crÃ©Ã©e", "créée"), ("Â", "Â")],
)
def test_mojibake_of_mojibake_is_decoded_whole(text: str, shown: str) -> None:
    assert unescape(text) == shown
    unescaped, offsets = unescape_with_offsets(text)
    assert (unescaped, offsets[-1]) == (shown, len(text))


def test_a_doubled_hashtag_sign_is_dropped_whole() -> None:
    assert clean("##late again", Level.ADVANCED) == clean("#late again", Level.ADVANCED)


@given(st.text())
def test_escaping_a_tweet_for_html_does_not_change_its_text(text: str) -> None:
    plain = text.replace("&", "+")
    assert unescape(html.escape(plain)) == unescape(plain)


@given(st.text(st.characters() | st.sampled_from("&amp;#38;\u200b\x00")))
def test_offsets_map_the_unescaped_text_to_the_original(text: str) -> None:
    unescaped, offsets = unescape_with_offsets(text)
    assert unescaped == unescape(text)
    assert len(offsets) == len(unescaped) + 1
    assert offsets == sorted(set(offsets))
    assert offsets[-1] == len(text)


@given(st.text(st.sampled_from("abc &amp;#@:)(.'é😡 1don't")))
@settings(max_examples=200)
def test_simple_spans_are_the_words_of_simple_text(text: str) -> None:
    assert " ".join(word for word, _, _ in simple_spans(text)) == clean(text, Level.SIMPLE)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "unit",
    ["a", "@", "#", "&amp;", "&", ".", "a.", "a@", ":", "o", "'a", "\u200d", "😡", "http://", "-"],
)
def test_a_hundred_thousand_characters_are_cleaned_within_a_second(level: Level, unit: str) -> None:
    started = time.process_time()
    clean(unit * (100_000 // len(unit)), level)
    assert time.process_time() - started < 1


FINGERPRINTS = {1: "fa79818f76a6", 2: "55ffd7152deb"}
"""Digest of the behaviour table's cleaned texts by text version. Changed? Raise the version."""


def test_changed_cleaning_requires_a_new_text_version() -> None:
    tweets = [text for table in (NEGATIVE, POSITIVE) for texts in table.values() for text in texts]
    tweets += [text for pairs in SAME_SCORE.values() for pair in pairs for text in pair]
    read = [[clean(text, level) for level in LEVELS] for text in tweets]
    read += [
        [word for token in tokenise(unescape(text)) for word in words_of(token)] for text in tweets
    ]
    digest = hashlib.sha256(repr(read).encode()).hexdigest()[:12]
    assert FINGERPRINTS[TEXT_VERSION] == digest
