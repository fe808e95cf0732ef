import numpy as np
import pytest

from airparadis.radar.baseline import Floats, Ints, fit_baseline

WEEKS = 4
HOURS: Ints = np.arange(WEEKS * 168) % 168


def poisson(mean: Floats, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).poisson(mean).astype(float)


def test_a_steady_rate_is_found() -> None:
    exposure = np.full(len(HOURS), 1000.0)
    usual = fit_baseline(poisson(np.full(len(HOURS), 8.0)), exposure, HOURS, 50)
    assert usual.expected(np.array([1000.0, 500.0]), HOURS[:2]) == pytest.approx([8, 4], rel=0.15)


def test_hours_of_the_day_and_days_of_the_week_are_told_apart() -> None:
    busy = np.where(HOURS % 24 == 9, 60.0, 6.0) * np.where(HOURS // 24 >= 5, 0.5, 1.0)
    usual = fit_baseline(poisson(busy), np.ones(len(HOURS)), HOURS, 4)
    places = np.array([9, 3, 5 * 24 + 9])  # Monday at nine, at three, Saturday at nine
    assert usual.expected(np.ones(3), places) == pytest.approx([60, 6, 30], rel=0.25)


def test_a_burst_of_the_past_does_not_become_usual() -> None:
    counts = poisson(np.full(len(HOURS), 5.0))
    counts[300:312] = 400
    usual = fit_baseline(counts, np.ones(len(HOURS)), HOURS, 4)
    assert usual.rate < 6


def test_what_was_never_seen_is_expected_to_be_rare() -> None:
    usual = fit_baseline(np.zeros(100), np.full(100, 1000.0), HOURS[:100], 50)
    assert 0 < usual.expected(np.array([1000.0]), HOURS[:1])[0] < 0.01


def test_uneven_counts_widen_what_is_usual() -> None:
    rng = np.random.default_rng(2)
    even, uneven = poisson(np.full(len(HOURS), 20.0)), rng.negative_binomial(2, 2 / 22, len(HOURS))
    ones = np.ones(len(HOURS))
    narrow = fit_baseline(even, ones, HOURS, 50)
    wide = fit_baseline(uneven.astype(float), ones, HOURS, 50)
    assert wide.dispersion > 3 * narrow.dispersion
