"""Tweets cleaned by several processes are those cleaned one by one."""

import pytest

from airparadis.text.cleaning import Level, clean
from training.data import cleaning

TWEETS = [f"@handle The {n}th flights were cancelled!!!! :( #sad{n}" for n in range(25)]


@pytest.mark.parametrize("alone", [1, 1_000])
def test_every_tweet_is_cleaned_in_its_place(monkeypatch: pytest.MonkeyPatch, alone: int) -> None:
    monkeypatch.setattr(cleaning, "CHUNK", 10)
    monkeypatch.setattr(cleaning, "ALONE", alone)
    monkeypatch.setattr(cleaning, "cpu_count", lambda: 2)
    expected = [clean(text, Level.SIMPLE) for text in TWEETS]
    assert cleaning.clean_all(TWEETS, Level.SIMPLE) == expected
    assert cleaning.clean_all([], Level.SIMPLE) == []
    cleaning.stop_processes()
    assert cleaning.clean_all(TWEETS[:3], Level.SIMPLE) == expected[:3]
    cleaning.stop_processes()
