"""Detection: bursts are found, everyday variation is not, and the past scores as it did."""

import numpy as np
import pytest

from airparadis.domain.radar.detection import WINDOWS, Evidence, scan
from airparadis.domain.radar.enums import Sensitivity, Signal
from airparadis.domain.radar.expectation import expect
from airparadis.domain.radar.series import TICKS_PER_HOUR, Floats, Series
from tests.support.series import flat, series

DAY = 24 * TICKS_PER_HOUR
BALANCED = Sensitivity.BALANCED.threshold


def highest(of: Series) -> Floats:
    return scan(of, expect(of)).highest


def evidence(of: Series, tick: int) -> Evidence:
    return scan(of, expect(of)).evidence(tick)


@pytest.mark.parametrize("per_hour", [0.1, 2, 30])
def test_a_usual_stream_raises_no_alert(per_hour: float) -> None:
    steady = series(flat(14 * 24, per_hour), background=flat(14 * 24, 2000, seed=5))
    assert highest(steady).max() < BALANCED


def test_a_rise_from_almost_nothing_is_detected_at_the_fifth_tweet() -> None:
    tweets = np.zeros(5 * DAY)
    burst = 4 * DAY + 6
    tweets[burst : burst + 5] = 1
    scores = highest(series(tweets, negative=tweets, background=flat(5 * 24, 3000)))
    assert np.flatnonzero(scores >= BALANCED)[0] == burst + 4


def test_a_short_burst_is_detected_by_a_short_window() -> None:
    tweets = np.zeros(5 * DAY)
    tweets[4 * DAY - 6] = 3
    tweets[4 * DAY + 6 : 4 * DAY + 8] = 20
    of = series(tweets, negative=tweets, background=flat(5 * 24, 3000))
    found = scan(of, expect(of)).evidence(4 * DAY + 7, BALANCED)
    assert (found.window, found.tweets) == (WINDOWS[0], 40)


def test_a_busy_hour_of_collection_is_not_a_burst() -> None:
    background, tweets = flat(10 * 24, 2000), flat(10 * 24, 10)
    busy = slice(8 * DAY, 8 * DAY + 24)
    background[busy], tweets[busy] = flat(2, 16_000, seed=7), flat(2, 80, seed=8)
    assert highest(series(tweets, background=background)).max() < BALANCED


def test_without_a_background_the_clock_is_the_measure() -> None:
    tweets = flat(10 * 24, 10)
    tweets[8 * DAY : 8 * DAY + 24] *= 8
    assert highest(series(tweets)).max() > BALANCED


def test_a_rising_share_of_negative_tweets_is_detected() -> None:
    tweets = flat(14 * 24, 40)
    negative = np.floor(tweets * 0.3)
    negative[12 * DAY : 12 * DAY + 12] = tweets[12 * DAY : 12 * DAY + 12]
    of = series(tweets, negative=negative)
    assert evidence(of, 12 * DAY + 11).signal in {Signal.SHARE, Signal.NEGATIVE}
    assert highest(of)[12 * DAY : 12 * DAY + 12].max() > BALANCED


def test_good_news_is_not_a_burst() -> None:
    tweets = flat(10 * 24, 10)
    negative = np.floor(tweets / 2)
    happy = slice(8 * DAY, 8 * DAY + 12)
    tweets[happy], negative[happy] = 20, 1
    assert highest(series(tweets, negative=negative))[8 * DAY : 8 * DAY + 12].max() == 0


def test_unscored_tweets_count_as_volume() -> None:
    tweets = flat(10 * 24, 4)
    none = np.zeros_like(tweets)
    tweets[8 * DAY : 8 * DAY + 12] = 20
    of = series(tweets, negative=none)
    unread = Series(of.start, type(of.counts)(tweets, none, none, none, none, none))
    assert evidence(unread, 8 * DAY + 11).signal is Signal.VOLUME
    assert highest(unread).max() > BALANCED


def test_a_drift_is_detected_though_no_hour_stands_out() -> None:
    background = flat(16 * 24, 4000)
    tweets = flat(16 * 24, 8)
    tweets[13 * DAY :] += flat(3 * 24, 8, seed=9)
    of = series(tweets, negative=tweets, background=background)
    scores = scan(of, expect(of)).scores
    drift = list(Signal).index(Signal.DRIFT)
    assert scores[drift].max() > BALANCED
    assert scores[:, :2].max() < BALANCED


def test_nothing_is_unusual_during_the_warm_up() -> None:
    tweets = flat(30, 50)
    tweets[-6:] = 100
    assert highest(series(tweets)).max() == 0


def test_later_tweets_do_not_change_past_scores() -> None:
    whole = series(flat(12 * 24, 6), background=flat(12 * 24, 2000, seed=3))
    then = 9 * DAY + 7 * TICKS_PER_HOUR
    known = Series(whole.start, whole.counts.part(0, then))
    np.testing.assert_allclose(highest(known), highest(whole)[:then])


def test_expecting_only_the_end_gives_the_same_values() -> None:
    whole = series(flat(12 * 24, 6), background=flat(12 * 24, 2000, seed=3))
    late = expect(whole, first_step=8 * DAY)
    np.testing.assert_array_equal(late.tweets[8 * DAY :], expect(whole).tweets[8 * DAY :])
