"""Bursts: one for every occurrence, with a severity from 1 to 10."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.radar.backtest import Recorder, replay
from airparadis.domain.radar.bursts import DAMPING, MAX_GAP, find_bursts, onset, severity
from airparadis.domain.radar.detection import WINDOWS, Evidence, Scan, scan
from airparadis.domain.radar.enums import TICK, Sensitivity, Signal
from airparadis.domain.radar.expectation import Expectation
from airparadis.domain.radar.series import Counts, Series

EVIDENCE = Evidence(Signal.NEGATIVE, WINDOWS[1], 5.0, 10, 9, 10, 0.5, 0.2, 0.4)


def scan_of(scores: dict[int, float], ticks: int = 600) -> Scan:
    """Build a scan whose negative tweets of an hour have these scores."""
    table = np.zeros((len(Signal), len(WINDOWS), ticks))
    for tick, score in scores.items():
        table[0, 1, tick] = score
    ones = np.ones((len(WINDOWS), ticks))
    return Scan(table, ones * 9, ones, ones, ones, ones, ones / 2)


def spans(scores: dict[int, float]) -> list[tuple[int, int]]:
    return [(burst.first, burst.last) for burst in find_bursts(scan_of(scores), 5.0)]


def test_a_burst_starts_at_the_threshold_and_continues_below_it() -> None:
    assert spans({10: 3, 20: 6, 30: 2.5, 40: 2.0, 50: 1.9}) == [(20, 40)]


def test_below_the_threshold_there_is_no_burst() -> None:
    assert spans(dict.fromkeys(range(100), 4.9)) == []


@pytest.mark.parametrize(("gap", "count"), [(0, 1), (1, 2)])
def test_a_soon_return_is_the_same_burst(gap: int, count: int) -> None:
    again = 20 + MAX_GAP // TICK + DAMPING // TICK + gap
    assert len(spans({20: 6, again: 6})) == count


def test_a_quiet_burst_is_not_revived_below_the_threshold() -> None:
    assert spans({20: 6, 20 + MAX_GAP // TICK + 1: 3}) == [(20, 20)]


@pytest.mark.parametrize(
    ("tweets", "score", "expected"),
    [(5, 5.0, 1), (10, 5.0, 1), (120, 20.0, 3), (1_200, 50.0, 8), (150_000, 99.0, 10)],
)
def test_severity_grows_with_size_and_certainty(tweets: int, score: float, expected: int) -> None:
    assert severity(replace(EVIDENCE, tweets=tweets, score=score), 5.0) == expected


@given(st.floats(0, 99), st.integers(0, 10**7), st.floats(0, 1e6))
def test_severity_stays_within_its_scale(score: float, tweets: int, usual: float) -> None:
    evidence = replace(EVIDENCE, score=score, tweets=tweets, usual_tweets=usual)
    assert 1 <= severity(evidence, 5.0) <= 10


def test_a_replay_runs_by_the_clock_of_the_tweets() -> None:
    recorder, begin = Recorder(), datetime(2009, 5, 1, tzinfo=UTC)
    for minute in range(0, 5 * 24 * 60, 2):
        recorder.add(begin + timedelta(minutes=minute), Sentiment.POSITIVE, ())
    crash = begin + timedelta(days=4, hours=10)
    for minute in range(20):
        recorder.add(crash + timedelta(minutes=minute), Sentiment.NEGATIVE, [7])
    (alert,) = replay(recorder.series(7), Sensitivity.BALANCED)
    assert crash < alert.at <= crash + timedelta(minutes=10)
    assert crash + timedelta(minutes=20) <= alert.until < crash + timedelta(hours=7)
    assert replay(recorder.series(8), Sensitivity.SENSITIVE) == []


def find_onset(counts: list[int], tick: int, mean: float = 0.1) -> int:
    """Return the onset of a burst known at `tick`, all tweets negative."""
    tweets = np.array(counts, dtype=np.float64)
    same = np.ones(len(tweets))
    usual = Expectation(*(same * value for value in (mean, 0.1, mean, 0.1, 0.0, 0.0)))
    ticks = Counts(tweets, tweets, tweets, *(np.zeros(len(tweets)) for _ in range(3)))
    return onset(scan(Series(0, ticks), usual), ticks, usual, tick, 5.0)


@pytest.mark.parametrize("known_after", [3, 12, 60, 200])
def test_the_onset_does_not_depend_on_when_it_is_asked(known_after: int) -> None:
    counts = [0] * 300 + [4] * 300
    assert find_onset(counts, 300 + known_after) == 300


def test_a_tweet_hours_before_is_not_the_onset() -> None:
    counts = [0] * 300 + [4] * 60
    counts[240] = counts[270] = 1
    assert find_onset(counts, 359) == 300


@given(st.lists(st.integers(0, 20), min_size=12, max_size=120), st.data())
def test_later_tweets_do_not_move_the_onset(counts: list[int], data: st.DataObject) -> None:
    tick = data.draw(st.integers(0, len(counts) - 1))
    found = find_onset(counts, tick)
    assert 0 <= found <= tick
    later = counts[: tick + 1] + [9] * (len(counts) - tick - 1)
    assert find_onset(later, tick) == found
