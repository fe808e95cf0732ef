"""Several sources of a stream, each expected by its own past."""

import numpy as np
import pytest

from airparadis.domain.radar.detection import scan
from airparadis.domain.radar.expectation import expect
from airparadis.domain.radar.pooling import pool, total
from airparadis.domain.radar.series import TICKS_PER_HOUR, Counts, Series

HOURS = 40 * 24
BALANCED = 5.0


def steady(rate: float, since_hour: int = 0, seed: int = 1, share: float = 0.3) -> Series:
    """Build a series of a source with so many tweets an hour from an hour on."""
    rng = np.random.default_rng(seed)
    size = HOURS * TICKS_PER_HOUR
    tweets = rng.poisson(rate / TICKS_PER_HOUR, size).astype(np.float64)
    tweets[: since_hour * TICKS_PER_HOUR] = 0
    negative = rng.binomial(tweets.astype(int), share).astype(np.float64)
    nothing = np.zeros(size)
    return Series(480_000, Counts(tweets, tweets, negative, nothing, nothing, nothing))


def highest(parts: list[Series], since_hour: int) -> float:
    pooled = pool(parts)
    found = scan(pooled.series, pooled.usual).highest
    return float(found[since_hour * TICKS_PER_HOUR :].max())


def test_one_source_is_as_it_was() -> None:
    series = steady(6)
    pooled = pool([series])
    assert pooled.series is series
    np.testing.assert_array_equal(pooled.usual.tweets, expect(series).tweets)


def test_a_source_that_is_new_is_no_burst() -> None:
    begun = 30 * 24
    old, new = steady(6), steady(200, since_hour=begun, seed=2)
    assert highest([total([old, new])], begun) > 100  # as one series it is a burst for days
    assert highest([old, new], begun) < BALANCED


def test_a_burst_of_the_known_source_is_told_while_another_is_new() -> None:
    begun = 30 * 24
    old, new = steady(6), steady(200, since_hour=begun, seed=2)
    at = (begun + 5) * TICKS_PER_HOUR
    old.counts.tweets[at : at + 3] += 10
    old.counts.scored[at : at + 3] += 10
    old.counts.negative[at : at + 3] += 10
    assert highest([old, new], begun) > BALANCED


def test_a_burst_is_told_whichever_of_two_known_sources_it_is_in() -> None:
    for number in (0, 1):
        parts = [steady(6), steady(20, seed=3)]
        assert highest(parts, 20 * 24) < BALANCED
        counts, at = parts[number].counts, 35 * 24 * TICKS_PER_HOUR
        for column in (counts.tweets, counts.scored, counts.negative):
            column[at : at + 3] += 25
        assert highest(parts, 20 * 24) > BALANCED


def test_the_share_of_two_sources_is_that_of_their_tweets() -> None:
    parts = [steady(30, share=0.1), steady(10, seed=4, share=0.5)]
    usual = pool(parts).usual
    share = 1 / (1 + np.exp(-usual.share_offset[-1]))
    assert share == pytest.approx((30 * 0.1 + 10 * 0.5) / 40, abs=0.05)
    assert usual.tweets[-TICKS_PER_HOUR * 24 :].sum() == pytest.approx(40 * 24, rel=0.1)
    assert usual.has_background[-1] == 0


def test_without_any_past_nothing_is_known() -> None:
    parts = [steady(6, since_hour=HOURS - 3), steady(6, since_hour=HOURS - 3, seed=5)]
    assert np.isnan(pool(parts).usual.tweets).all()
    assert highest(parts, 0) == 0
