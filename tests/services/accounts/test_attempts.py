"""Attempts at secrets, counted by all processes together: exactly, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask

from airparadis.services.accounts.attempts import count, take_back
from airparadis.web.extensions import db
from tests.support.streams import NOON

MINUTE = timedelta(minutes=1)
AT_ONCE = 24


def test_no_attempt_of_many_at_once_is_missed_or_counted_twice(app: Flask) -> None:
    def attempt(_number: int) -> int:
        with app.app_context():
            return count(db.session(), "account:lea", MINUTE, NOON)[0]

    with ThreadPoolExecutor(8) as pool:
        counts = sorted(pool.map(attempt, range(AT_ONCE)))
    assert counts == list(range(1, AT_ONCE + 1))


def test_a_window_ends_and_keys_are_counted_apart(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        assert count(session, "a", MINUTE, NOON) == (1, NOON + MINUTE)
        assert count(session, "a", MINUTE, NOON + MINUTE / 2) == (2, NOON + MINUTE)
        assert count(session, "b", MINUTE, NOON)[0] == 1
        take_back(session, "a")
        session.commit()
        assert count(session, "a", MINUTE, NOON)[0] == 2
        assert count(session, "a", MINUTE, NOON + MINUTE)[0] == 1


def test_keys_of_any_letters_are_counted(app: Flask) -> None:
    with app.app_context():
        for key in ("\0", "\ud800", "é" * 10_000):
            assert count(db.session(), key, MINUTE, NOON)[0] == 1
