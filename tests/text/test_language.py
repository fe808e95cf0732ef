"""Language detection: tweets it rejects, tweets it must accept, and that no text breaks it."""

import json
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.text.language import GRAM_LENGTHS, evidence, grams, is_foreign, words
from training import language as training

DATA = Path(__file__).parent / "data"


def foreign_tweets(name: str) -> list[object]:
    """Load our own tweets in 13 languages as test cases, such as `nl-3`."""
    tweets: dict[str, list[str]] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return [
        pytest.param(tweet, id=f"{code}-{index}")
        for code, own in tweets.items()
        for index, tweet in enumerate(own)
    ]


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
    "cant even rn",
    "wtf @airfrance",
    "worst airline everrrr!!!",
    "I&apos;m so tired of waiting",
    "I don't love this flight",
    "I l-l-l-l-l-love you guys",
    "Paris Paris Paris Paris Paris",
    "Air France sucks",
    "Lufthansa lost my bag",
    "Bon voyage!",
    "Best café in Nice",
    "crème brûlée onboard!",
    "C’est la vie, missed my connection",
    "déjà vu: delayed again",
    "Stuck at Orly again",
    "Landed at Charles de Gaulle, no bags",
    "We love Paris and the Côte d'Azur",
    "Champs-Élysées is beautiful",
    "São Paulo flight delayed",
    "Will miss connection UA3530 DEN-&gt;YEG due to delay, was MLI-&gt;DEN",
    "love this 東京",
    "ｓｏ ｌａｔｅ ａｇａｉｎ",
]

WORDLESS = [
    "",
    " \n\t",
    ":-)",
    "<3 <3",
    "¯\\_(ツ)_/¯",
    "😡😡",
    "123 456",
    "!!! ???",
    "@airfrance @SNCF_Connect",
    "#annulation #remboursement",
    "http://t.co/ecologie www.réservation.fr bit.ly/écologie",
]

HOSTILE = [
    "\0",
    "\ud800",
    "\udfff bonjour \ud800",
    "x" * 100_000,
    "é" * 100_000,
    "ab" * 50_000,
    "@" * 100_000,
    "#" * 100_000,
    "&" * 100_000,
    "&lt" * 30_000,
    "a." * 50_000,
    "http" * 25_000,
    "www." * 25_000,
    "ﷺ" * 10_000,
    "a\u0301" * 50_000,
    "東 " * 50_000,
]


@pytest.mark.parametrize("tweet", foreign_tweets("foreign_tweets.json"))
def test_a_tweet_in_another_language_is_foreign(tweet: str) -> None:
    assert is_foreign(tweet)


@pytest.mark.parametrize("tweet", foreign_tweets("foreign_tweets_held_out.json"))
def test_a_held_out_foreign_tweet_is_foreign(tweet: str) -> None:
    assert is_foreign(tweet)


@pytest.mark.parametrize("tweet", ENGLISH)
def test_an_english_tweet_is_not_foreign(tweet: str) -> None:
    assert not is_foreign(tweet)


@pytest.mark.parametrize("tweet", WORDLESS)
def test_a_tweet_without_words_is_empty_and_not_foreign(tweet: str) -> None:
    assert not is_foreign(tweet)


@pytest.mark.parametrize(
    "tweet",
    [
        "@airfrance @SNCF_Connect vol annulé #SNCF #AirFrance http://t.co/abc",
        "RT @user: votre service client est une honte via @user http",
        "Air France, Delta, easyJet : tous les vols sont annulés",
        "AUCUNE INFORMATION DEPUIS CE MATIN",
    ],
)
def test_french_among_english_names_links_and_handles_is_foreign(tweet: str) -> None:
    assert is_foreign(tweet)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_judged_within_a_second(text: str) -> None:
    started = process_time()
    is_foreign(text)
    assert process_time() - started < 1


@given(st.text(st.characters()))
def test_detection_is_total_and_deterministic(text: str) -> None:
    assert is_foreign(text) is is_foreign(text)


@given(
    st.sampled_from([*ENGLISH, "vol annulé, merci bien", "荷物がまだ届きません"]) | st.text(),
    st.sampled_from(["@airfrance", "@Société_Générale", "http://t.co/écologie", "#grève"]),
)
def test_links_handles_and_hashtags_do_not_count(text: str, noise: str) -> None:
    assert is_foreign(f"{noise} {text} {noise}") is is_foreign(text)


@given(
    st.lists(st.sampled_from([":)", ":-(", ":'(", ";-)", "<3", "xD", ":P", "8-)", "o_O", "^_^"]))
)
def test_emoticons_alone_are_never_foreign(emoticons: list[str]) -> None:
    assert not is_foreign(" ".join(emoticons))


@given(st.text(string.punctuation + string.digits + string.whitespace))
def test_text_without_a_letter_carries_no_evidence(text: str) -> None:
    assert evidence(text) == 0


def test_many_threads_agree_with_one() -> None:
    tweets = ENGLISH * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(evidence, tweets)) == list(map(evidence, tweets))


def test_a_word_repeated_counts_once() -> None:
    assert evidence("merci merci merci") == evidence("merci")


def test_elongated_words_and_entities_are_normalised() -> None:
    assert words("Sooooo late &amp; tired") == ["soo", "late", "tired"]


def test_airport_codes_are_ignored_unless_all_is_in_capitals() -> None:
    assert words("From CDG to ORY") == ["from", "to"]
    assert words("PAS DE BUS") == ["pas", "de", "bus"]
    assert is_foreign("QUE DES RETARDS")
    assert not is_foreign("Que DES retards")


def test_grams_stay_within_the_bounds_of_the_word() -> None:
    assert grams("le") == ["<l", "le", "e>", "<le", "le>", "<le>"]


def test_the_module_loads_no_heavy_library() -> None:
    probe = (
        "import sys, airparadis.text.language as gate; gate.is_foreign('a'); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert {"numpy", "pandas", "sklearn", "wordfreq", "nltk"}.isdisjoint(run.stdout.split())


def test_fitting_separates_the_grams_of_the_two_sides() -> None:
    weights = training.fit([["late", "flight"]] * 20, [["vol", "annulé"]] * 20)
    assert weights["<vol"] > 0 > weights["flig"]
    assert {len(gram) for gram in weights} <= set(GRAM_LENGTHS)


def test_drawn_tweets_have_the_requested_lengths_and_are_reproducible() -> None:
    lengths = np.array([1, 3, 2])
    first, again = (
        list(training.draw_tweets("fil", lengths, 0.5, np.random.default_rng(1))) for _ in range(2)
    )
    assert [len(tweet) for tweet in first] == [1, 3, 2]
    assert first == again
