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

from airparadis.text.language import Language, detect_language, evidence, words
from airparadis.text.language_evidence import GRAM_LENGTHS, WHOLE_LENGTHS, grams
from training.language import corpus
from training.language.fit import fit
from training.language.romanise import romanise

DATA = Path(__file__).parent / "data"


def own_tweets(name: str) -> dict[str, list[str]]:
    """Load our own tweets in 13 languages."""
    tweets: dict[str, list[str]] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return tweets


ENGLISH = [
    "so late lol",
    "flite delayed agen",
    "ugh smh tbh",
    "flt cancld wtf",
    "gr8 svc thx",
    "im sooo mad",
    "yessss",
    "not good",
    "lost bag",
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


@pytest.mark.parametrize("name", ["foreign_tweets.json", "foreign_tweets_held_out.json"])
def test_nine_in_ten_tweets_in_other_languages_are_told(name: str) -> None:
    others = [tweet for code, own in own_tweets(name).items() if code != "fr" for tweet in own]
    let_through = [tweet for tweet in others if detect_language(tweet) is not None]
    assert len(let_through) <= 0.1 * len(others), let_through


@pytest.mark.parametrize("name", ["foreign_tweets.json", "foreign_tweets_held_out.json"])
def test_french_tweets_are_french(name: str) -> None:
    assert {detect_language(tweet) for tweet in own_tweets(name)["fr"]} == {Language.FRENCH}


@pytest.mark.parametrize("tweet", ENGLISH)
def test_an_english_tweet_is_english(tweet: str) -> None:
    assert detect_language(tweet) is Language.ENGLISH


SHORT_ENGLISH = [
    "Terrible",
    "Avoid.",
    "Avoid!",
    "AVOID",
    "Total fiasco",
    "Voilà, bag lost",
    "omg luv u",
    "Arrogant",
    "Appalling",
    "Pathetic",
    "Useless",
    "Delayed",
    "Cancelled",
    "Stranded",
    "Refund",
    "Never again",
    "Flight to Marseille delayed",
    "Toulouse to Bordeaux was smooth",
    "Excellent",
    "Superb",
    "Comfortable",
    "Pleasant",
    "Top notch",
    "Impressive",
]
SHORT_FRENCH = [
    "Nul",
    "Honteux",
    "Génial",
    "Genial",
    "Parfait",
    "Retard",
    "Annulé",
    "Minable",
    "Scandale",
    "Insupportable",
    "Arnaque",
    "Très agréable",
    "Très bien",
    "À fuir",
    "Jamais plus",
    "Décevant",
    "Confortable",
    "C'est nul",
    "Encore en retard",
    "Bagages perdus",
    "Vol annulé",
    "Équipage adorable",
]


@pytest.mark.parametrize("tweet", SHORT_ENGLISH)
def test_a_short_english_opinion_is_read_as_english(tweet: str) -> None:
    assert detect_language(tweet) is Language.ENGLISH


@pytest.mark.parametrize("tweet", SHORT_FRENCH)
def test_a_short_french_opinion_is_read_as_french(tweet: str) -> None:
    assert detect_language(tweet) is Language.FRENCH


@pytest.mark.parametrize("tweet", WORDLESS)
def test_a_tweet_without_words_is_in_no_other_language(tweet: str) -> None:
    assert detect_language(tweet) is Language.ENGLISH


@pytest.mark.parametrize(
    "tweet",
    [
        "@airfrance @SNCF_Connect vol annulé #SNCF #AirFrance http://t.co/abc",
        "RT @user: votre service client est une honte via @user http",
        "Air France, Delta, easyJet : tous les vols sont annulés",
        "AUCUNE INFORMATION DEPUIS CE MATIN",
    ],
)
def test_french_among_english_names_links_and_handles_is_french(tweet: str) -> None:
    assert detect_language(tweet) is Language.FRENCH


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_judged_within_a_second(text: str) -> None:
    started = process_time()
    detect_language(text)
    assert process_time() - started < 1


@given(st.text(st.characters()))
def test_detection_is_total_and_deterministic(text: str) -> None:
    assert detect_language(text) is detect_language(text)


@given(
    st.sampled_from([*ENGLISH, "vol annulé, merci bien", "荷物がまだ届きません"]) | st.text(),
    st.sampled_from(["@airfrance", "@Société_Générale", "http://t.co/écologie", "#grève"]),
)
def test_links_handles_and_hashtags_do_not_count(text: str, noise: str) -> None:
    assert detect_language(f"{noise} {text} {noise}") is detect_language(text)


@given(
    st.lists(st.sampled_from([":)", ":-(", ":'(", ";-)", "<3", "xD", ":P", "8-)", "o_O", "^_^"]))
)
def test_emoticons_alone_are_in_no_other_language(emoticons: list[str]) -> None:
    assert detect_language(" ".join(emoticons)) is Language.ENGLISH


@given(st.text(string.punctuation + string.digits + string.whitespace))
def test_text_without_a_letter_carries_no_evidence(text: str) -> None:
    assert evidence(text) == (0, 0)


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
    assert detect_language("QUE DES RETARDS") is Language.FRENCH


def test_grams_stay_within_the_bounds_of_the_word() -> None:
    assert grams("le") == ["<l", "le", "e>", "<le", "le>", "<le>"]
    assert grams("vol")[-1] == "<vol>"  # a short word counts as a whole, too


def test_the_module_loads_no_heavy_library() -> None:
    probe = (
        "import sys; from airparadis.text.language import detect_language; "
        "detect_language('a'); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert {"numpy", "pandas", "sklearn", "wordfreq", "nltk"}.isdisjoint(run.stdout.split())


def test_fitting_separates_the_grams_of_the_three_kinds() -> None:
    weights = fit([["late", "flight"]] * 20, [["vol", "annulé"]] * 20, [["vuelo", "tarde"]] * 20)
    french, flight, spanish = weights["<vol>"], weights["flig"], weights["<vue"]
    assert french.french > 0 > flight.french
    assert spanish.other > 0 > flight.other
    assert {len(gram) for gram in weights} <= {*GRAM_LENGTHS, *WHOLE_LENGTHS}


def test_drawn_tweets_are_reproducible_and_no_longer_than_asked() -> None:
    lists = corpus.read_words("fil", np.random.default_rng(1))
    lengths = np.array([9, 3, 6])
    first, again = (
        list(corpus.drawn(lists, lengths, np.random.default_rng(1), bare=True)) for _ in range(2)
    )
    assert first == again
    assert all(len(tweet) <= max(5, length) for tweet, length in zip(first, lengths, strict=True))


@pytest.mark.parametrize(
    ("code", "word", "latin"),
    [("ru", "багаж", "bagazh"), ("el", "πτηση", "ptisi"), ("fr", "vol", "vol")],
)
def test_words_of_other_scripts_are_romanised(code: str, word: str, latin: str) -> None:
    assert romanise(code, word, np.random.default_rng(0)) == latin
