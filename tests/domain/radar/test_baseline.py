"""Baselines of usual counts."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.radar.baseline import Baselines, Floats, Ints, fit_baselines

WEEKS = 4
HOURS: Ints = np.arange(WEEKS * 168) % 168


def poisson(mean: Floats, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).poisson(mean).astype(float)


def fit(counts: Floats, exposure: Floats, prior_weight: float) -> Baselines:
    """Fit a single baseline on hours that begin on a Monday."""
    return fit_baselines(counts[None], exposure[None], np.zeros(1, int), np.array([prior_weight]))


def expected(usual: Baselines, exposure: Floats, hour_of_week: Ints) -> Floats:
    return usual.expected(np.zeros(len(exposure), int), exposure, hour_of_week)


def test_a_steady_rate_is_found() -> None:
    exposure = np.full(len(HOURS), 1000.0)
    usual = fit(poisson(np.full(len(HOURS), 8.0)), exposure, 50)
    assert expected(usual, np.array([1000.0, 500.0]), HOURS[:2]) == pytest.approx([8, 4], rel=0.15)


def test_hours_of_the_day_and_days_of_the_week_get_their_factors() -> None:
    busy = np.where(HOURS % 24 == 9, 60.0, 6.0) * np.where(HOURS // 24 >= 5, 0.5, 1.0)
    usual = fit(poisson(busy), np.ones(len(HOURS)), 4)
    places = np.array([9, 3, 5 * 24 + 9])  # Monday at nine, at three, Saturday at nine
    assert expected(usual, np.ones(3), places) == pytest.approx([60, 6, 30], rel=0.25)


def test_a_burst_of_the_past_does_not_become_usual() -> None:
    counts = poisson(np.full(len(HOURS), 5.0))
    counts[300:312] = 400
    usual = fit(counts, np.ones(len(HOURS)), 4)
    assert usual.rate[0] < 6


def test_without_tweets_few_are_expected() -> None:
    usual = fit(np.zeros(100), np.full(100, 1000.0), 50)
    assert 0 < expected(usual, np.array([1000.0]), HOURS[:1])[0] < 0.01


def test_uneven_counts_raise_the_dispersion() -> None:
    rng = np.random.default_rng(2)
    even, uneven = poisson(np.full(len(HOURS), 20.0)), rng.negative_binomial(2, 2 / 22, len(HOURS))
    ones = np.ones(len(HOURS))
    narrow = fit(even, ones, 50)
    wide = fit(uneven.astype(float), ones, 50)
    assert wide.dispersion[0] > 3 * narrow.dispersion[0]


@given(
    seed=st.integers(0, 1_000),
    rows=st.integers(2, 5),
    hours=st.integers(1, 400),
    mean=st.sampled_from([0.0, 0.2, 3.0, 80.0]),
)
def test_a_baseline_does_not_depend_on_other_rows(
    seed: int, rows: int, hours: int, mean: float
) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(mean, (rows, hours)).astype(float)
    exposure = rng.poisson(30, (rows, hours)).astype(float)
    first, prior = rng.integers(0, 168, rows), rng.choice([4.0, 50.0], rows)
    joint = fit_baselines(counts, exposure, first, prior)
    for row in range(rows):
        one = slice(row, row + 1)
        alone = fit_baselines(counts[one], exposure[one], first[one], prior[one])
        for field in fields(Baselines):
            in_batch = getattr(joint, field.name)[one]
            np.testing.assert_array_equal(in_batch, getattr(alone, field.name))


@given(seed=st.integers(0, 1_000), hours=st.integers(1, 700), first=st.integers(0, 167))
def test_a_baseline_agrees_with_a_plain_implementation(seed: int, hours: int, first: int) -> None:
    """Compare with the same rounds written hour by hour."""
    rng = np.random.default_rng(seed)
    counts, exposure = rng.poisson(4, hours).astype(float), rng.poisson(30, hours).astype(float)
    place = (first + np.arange(hours)) % 168
    usual = fit_baselines(counts[None], exposure[None], np.array([first]), np.array([4.0]))
    total = max(exposure.sum(), 1)
    kept = counts <= np.quantile(counts, 0.95)
    rate = (counts[kept].sum() + 0.5) / (exposure[kept].sum() or total)
    by_hour, by_day, hour_variance, dispersion = np.ones(24), np.ones(7), np.full(24, 0.25), 0.2
    for _ in range(4):
        mean = rate * exposure * by_hour[place % 24] * by_day[place // 24]
        beyond = (dispersion + hour_variance[place % 24]) * mean**2
        seen = np.minimum(counts, mean + 2.5 * np.sqrt(mean + beyond) + 1)
        rate = (seen.sum() + 0.5) / total
        mean = rate * exposure
        usual_of_hour = np.array([mean[place % 24 == hour].sum() for hour in range(24)])
        seen_of_hour = np.array([seen[place % 24 == hour].sum() for hour in range(24)])
        by_hour, hour_variance = (seen_of_hour + 4) / (usual_of_hour + 4), 1 / (4 + usual_of_hour)
        mean = mean * by_hour[place % 24]
        of_day = [(seen[place // 24 == d].sum(), mean[place // 24 == d].sum()) for d in range(7)]
        by_day = np.array([(found + 4) / (wanted + 4) for found, wanted in of_day])
        mean = mean * by_day[place // 24]
        squares = (mean**2).sum()
        moment = ((seen - mean) ** 2 - mean).sum() / squares if squares else 0
        dispersion = max(0.05, moment) + 1 / (seen.sum() + 0.5)
    assert usual.rate[0] == pytest.approx(rate)
    assert usual.by_hour[0] == pytest.approx(by_hour)
    assert usual.by_day[0] == pytest.approx(by_day)
    assert usual.hour_variance[0] == pytest.approx(hour_variance)
    assert usual.dispersion[0] == pytest.approx(dispersion)
