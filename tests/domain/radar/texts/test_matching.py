"""Matching of tweets to streams."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.radar.texts.matching import (
    MAX_TERM_LENGTH,
    MAX_TERMS,
    Matcher,
    check_terms,
    parse_terms,
)
from airparadis.lib.errors import StreamError


def matches(terms: list[str], text: str) -> bool:
    return bool(Matcher({1: parse_terms(terms)}).match(text))


@pytest.mark.parametrize(
    "text",
    [
        "Air France lost my bag",
        "AIR  FRANCE!",
        "stuck with #AirFrance again",
        "l'équipage d'Air-France",
    ],
)
def test_a_phrase_matches_its_words_in_a_row_or_as_one_hashtag(text: str) -> None:
    assert matches(["air france"], text)


@pytest.mark.parametrize(
    "text", ["france air", "air over france", "airfrance", "@airfrance", "fair france", ""]
)
def test_a_phrase_matches_nothing_else(text: str) -> None:
    assert not matches(["air france"], text)


def test_accents_and_case_are_ignored_on_both_sides() -> None:
    assert matches(["Retardé"], "vol RETARDE")
    assert matches(["retarde"], "vol retardé")


def test_a_handle_or_a_hashtag_matches_only_itself() -> None:
    assert matches(["@delta"], "thanks @Delta")
    assert not matches(["@delta"], "the delta of the Nile #delta")
    assert matches(["#delta"], "#DELTA")
    assert not matches(["#delta"], "delta")


def test_an_excluded_term_excludes_a_tweet() -> None:
    terms = ["delta", "-delta force", "-#math"]
    assert matches(terms, "delta is late")
    assert not matches(terms, "Delta Force is late")
    assert not matches(terms, "delta #math")


def test_many_streams_are_matched_at_once() -> None:
    matcher = Matcher({1: parse_terms(["air france"]), 2: parse_terms(["france", "-air"])})
    assert matcher.match("Air France") == {1}
    assert matcher.match("la France") == {2}


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["  "],
        ["-delta"],
        ["!!"],
        ["http://t.co/x"],
        ["w"] + [f"w{i}" for i in range(MAX_TERMS)],
    ],
)
def test_invalid_terms_are_refused(lines: list[str]) -> None:
    with pytest.raises(StreamError):
        parse_terms(lines)


@given(st.lists(st.text(alphabet="abé#@ ", min_size=1), max_size=4), st.text())
def test_any_terms_can_be_matched_with_any_text(lines: list[str], text: str) -> None:
    try:
        terms = parse_terms(lines)
    except StreamError:
        return
    assert Matcher({7: terms}).match(text) <= {7}


@pytest.mark.parametrize("term", ["w" * (MAX_TERM_LENGTH + 1), "-" + "w " * MAX_TERM_LENGTH])
def test_a_term_is_bounded_in_length(term: str) -> None:
    with pytest.raises(StreamError) as raised:
        check_terms(["fine", term])
    assert raised.value.kind == "length"
    check_terms(["w" * MAX_TERM_LENGTH])


def test_phrases_of_one_beginning_cost_no_more_than_one() -> None:
    phrases = [f"a a a a a a a a a {number}" for number in range(MAX_TERMS)]
    matcher = Matcher({stream: parse_terms(phrases) for stream in range(200)})
    started = time.process_time()
    assert matcher.match("a " * 500) == frozenset()
    assert time.process_time() - started < 0.5  # 20,000 phrases at 500 places: seconds
