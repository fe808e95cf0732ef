"""The parts of a burst report: key terms, examples, complaints, a forecast."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.radar.forecast import next_hours
from airparadis.domain.radar.texts.complaint_topics import Complaint, complaint_of, count_complaints
from airparadis.domain.radar.texts.examples import Candidate, representative
from airparadis.domain.radar.texts.folding import as_written
from airparadis.domain.radar.texts.keyness import key_terms, log_odds_z, terms_of

USUAL = [f"lovely flight to city{n} today with friends" for n in range(40)]


def test_terms_are_words_hashtags_and_pairs_without_stop_words() -> None:
    assert terms_of("The plane is MISSING over the ocean #AF447 @lea http://t.co/x") == {
        *("plane", "missing", "ocean", "#af447", "ocean #af447"),
    }
    assert "plane missing" in terms_of("plane missing")


def test_new_terms_stand_out() -> None:
    burst = [f"flight missing over the atlantic, friends worried {n}" for n in range(9)]
    found = [key.term for key in key_terms(burst, USUAL)]
    assert "flight missing" in found
    assert not {"flight", "today", "lovely"} & set(found)


def test_function_words_numbers_and_codes_of_both_languages_are_no_terms() -> None:
    texts = ["deux heures trois est two hours AZ304", "#290days 12B nobody une demain"]
    assert set().union(*map(terms_of, texts)) == {"#290days"}


def test_terms_are_shown_with_the_accents_of_most_tweets() -> None:
    texts = ["Aucune RÉPONSE", "aucune réponse", "aucune reponse", "#Grève e\u0301cole"]
    terms = ["aucune reponse", "#greve", "ecole", "luggage"]
    assert list(as_written(terms, texts).values()) == [
        *("aucune réponse", "#grève", "école", "luggage"),
    ]


def test_pairs_end_with_their_clause() -> None:
    terms = terms_of("still no suitcase. Unacceptable, worst airline http://t.co/a.b")
    assert terms == {"suitcase", "unacceptable", "worst", "airline", "worst airline"}


def test_words_new_with_the_burst_and_of_complaint_come_first() -> None:
    usual = [f"terrible flight to city{n}" for n in range(9)] + USUAL * 9
    burst = [f"terrible day, suitcase lost again {n}" for n in range(30)]
    assert key_terms(burst, usual)[0].term == "suitcase lost"


def test_the_streams_own_terms_are_ignored() -> None:
    burst = ["air france missing", "#airfrance missing", "air france plane missing"]
    found = [key.term for key in key_terms(burst, USUAL, ignored=["air france", "#airfrance"])]
    assert found == ["missing"]


def test_too_few_texts_have_no_terms() -> None:
    assert key_terms([], USUAL) == []
    assert key_terms(["one text only"], []) == []


def test_a_term_as_common_as_usual_has_no_log_odds() -> None:
    assert log_odds_z(10, 100, 1_000, 10_000) == pytest.approx(0, abs=1e-9)
    assert log_odds_z(100, 10, 1_000, 10_000) > 5


def test_examples_are_central_and_distinct() -> None:
    texts = [f"my bag was lost in paris again {n}" for n in range(8)]
    texts += [f"plane delayed three hours at gate number {n}" for n in range(5)]
    texts.append("unrelated lunch")
    chosen = representative([Candidate(n, text, 1, 0) for n, text in enumerate(texts)], 2)
    assert ["bag" in candidate.text for candidate in chosen] == [True, False]
    assert "plane" in chosen[1].text
    assert [candidate.copies for candidate in chosen] == [8, 5]


def test_a_wider_reach_is_preferred() -> None:
    words = "my bag was lost in paris"
    few, many = Candidate(1, words, 1, 0), Candidate(2, words + " today", 40, 90_000)
    assert [text.number for text in representative([few, many], 1)] == [many.number]
    assert representative([], 5) == []


@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_texts_have_examples(texts: list[str]) -> None:
    candidates = [Candidate(n, text, 1, n) for n, text in enumerate(texts)]
    chosen = representative(candidates)
    assert len(chosen) <= 5
    assert bool(chosen) is bool(texts)


def test_a_forecast_grows_less_each_hour() -> None:
    first, second, third = next_hours([10, 20], [1, 1])
    assert 20 < first < second < third
    assert second - first > third - second


def test_a_fading_burst_is_forecast_to_fade_to_the_usual_level() -> None:
    forecast = next_hours([80, 20], [2, 2], 3)
    assert forecast == sorted(forecast, reverse=True)
    assert min(forecast) >= 2


@given(st.lists(st.floats(0, 1e5), min_size=2, max_size=2), st.floats(0, 1e4))
def test_no_forecast_is_below_the_usual_level(hourly: list[float], usual: float) -> None:
    assert np.all(np.array(next_hours(hourly, [usual, usual])) >= usual - 1e-6)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("you Cancelled my flight again", Complaint.CANCELLED),
        ("delayed four hours on the tarmac", Complaint.LATE),
        ("where is my luggage?", Complaint.LUGGAGE),
        ("Air France plane is missing :(", Complaint.ACCIDENT),
        ("on hold, nobody answers the phone", Complaint.SERVICE),
        ("I am so angry", None),
    ],
)
def test_complaints_are_detected_by_keywords(text: str, reason: Complaint | None) -> None:
    assert complaint_of(text) is reason


def test_texts_without_a_complaint_are_ignored() -> None:
    assert count_complaints(["lost bag", "luggage gone", "grr"]) == {Complaint.LUGGAGE: 2}
