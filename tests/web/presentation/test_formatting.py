"""Numbers, times and excerpts as readers write them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale

from airparadis.domain.predictions.excerpt import excerpt
from airparadis.lib.clock import utc_now
from airparadis.web.presentation.formatting import ago, clock, exact_time, percent, probability

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
Speak = Callable[..., str]


@pytest.mark.parametrize(
    ("share", "digits", "english", "french"),
    [
        (None, 0, "–", "–"),
        (0.0, 0, "0%", "0\xa0%"),
        (0.0093, 1, "0.9%", "0,9\xa0%"),
        (1.0, 0, "100%", "100\xa0%"),
    ],
)
def test_a_share_is_written_as_in_the_readers_language(
    app: Flask, share: float | None, digits: int, english: str, french: str
) -> None:
    with app.test_request_context():
        assert percent(share, digits) == english
        with force_locale("fr"):
            assert percent(share, digits) == french


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        (0.5, 0, "50%"),
        (0.994, 0, "99%"),
        (0.996, 0, "over 99%"),
        (0.004, 0, "under 1%"),
        (0.996, 1, "99.6%"),
        (0.9996, 1, "over 99.9%"),
        (1.0, 1, "over 99.9%"),
        (0.0001, 1, "under 0.1%"),
    ],
)
def test_a_probability_is_never_rounded_to_certainty(
    app: Flask, value: float, digits: int, words: str
) -> None:
    with app.test_request_context():
        assert probability(value, digits) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "1 Jun 2026, 12:00:00 UTC"),
        ("Europe/Paris", "1 Jun 2026, 14:00:00 CEST"),
        ("America/Sao_Paulo", "1 Jun 2026, 09:00:00 UTC-03"),
        ("no such zone", "1 Jun 2026, 12:00:00 UTC"),
    ],
)
def test_an_exact_time_is_in_the_readers_zone_and_names_it(
    app: Flask, zone: str, words: str
) -> None:
    with app.test_request_context(headers={"Cookie": f'timezone="{zone}"'}):
        assert exact_time(NOON) == words


@pytest.mark.parametrize(
    ("moment", "words"), [(NOON, "14:00"), (NOON - timedelta(hours=15), "31 May, 23:00")]
)
def test_a_time_of_day_names_its_day_unless_it_is_today(
    app: Flask, moment: datetime, words: str
) -> None:
    cookie = {"Cookie": 'timezone="Europe/Paris"'}
    with time_machine.travel(NOON, tick=False), app.test_request_context(headers=cookie):
        assert clock(moment) == words


@pytest.mark.parametrize(
    ("elapsed", "english", "french"),
    [
        (timedelta(seconds=3), "just now", "à l’instant"),
        (timedelta(seconds=-3), "just now", "à l’instant"),
        (timedelta(minutes=5), "5 minutes ago", "il y a 5 minutes"),
        (timedelta(days=3), "3 days ago", "il y a 3 jours"),
        (timedelta(minutes=-5), "in 5 minutes", "dans 5 minutes"),
    ],
)
def test_how_long_since_is_said_in_words(
    app: Flask, elapsed: timedelta, english: str, french: str
) -> None:
    with app.test_request_context():
        assert ago(utc_now() - elapsed) == english
        with force_locale("fr"):
            assert ago(utc_now() - elapsed) == french


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\n b", "a b"),
        ("x" * 20, "x" * 20),
        ("x" * 21, "x" * 19 + "…"),
        ("word " * 9, "word word word word…"),
    ],
)
def test_an_excerpt_is_one_line_cut_at_its_length(text: str, words: str) -> None:
    assert excerpt(text, 20) == words
