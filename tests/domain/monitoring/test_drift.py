"""Drift between two sets of tweets."""

from dataclasses import replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.monitoring.drift.compare import Finding, compare
from airparadis.domain.monitoring.drift.metrics import METRICS
from airparadis.domain.monitoring.drift.profile import LENGTH_BINS, SCORE_BINS, Profile
from airparadis.domain.monitoring.drift.stability import (
    MIN_TWEETS,
    Drift,
    interpret,
    stability_index,
)

COUNTS = st.lists(st.integers(0, 10_000), min_size=5, max_size=5)


def profile(
    tweets: int = 1000, negative: float = 0.5, unknown: float = 0.05, **changes: object
) -> Profile:
    """Build a profile with scores in one bin of each label and lengths in one bin."""
    below = round(tweets * negative)
    scores = [0] * SCORE_BINS
    scores[4], scores[15] = below, tweets - below
    lengths = [0] * LENGTH_BINS
    lengths[4] = tweets
    whole = Profile(
        scores=tuple(scores),
        confidence=0.8 * tweets,
        foreign=0,
        lengths=tuple(lengths),
        words=14 * tweets,
        tokens=16 * tweets,
        unknown_tokens=round(16 * tweets * unknown),
        neutral=round(0.1 * tweets),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def found(reference: Profile, current: Profile) -> dict[str, Finding]:
    return {finding.aspect: finding for finding in compare(reference, current)}


def test_the_index_agrees_with_the_published_formula() -> None:
    expected, actual = [5_000_000, 5_000_000], [7_500_000, 2_500_000]
    by_hand = 0.25 * log(1.5) - 0.25 * log(0.5)
    assert stability_index(expected, actual) == pytest.approx(by_hand, abs=1e-6)


@given(COUNTS, COUNTS)
def test_the_index_is_symmetric_and_not_negative(one: list[int], other: list[int]) -> None:
    index = stability_index(one, other)
    assert index >= 0
    assert index == pytest.approx(stability_index(other, one))


@given(COUNTS)
def test_equal_histograms_have_not_drifted(counts: list[int]) -> None:
    assert stability_index(counts, counts) == 0


@pytest.mark.parametrize(
    ("index", "bins", "drift"),
    [
        (0.0, 10, Drift.NONE),
        (0.0999, 10, Drift.NONE),
        (0.1, 10, Drift.MODERATE),
        (0.2499, 10, Drift.MODERATE),
        (0.25, 10, Drift.LARGE),
        (0.0399, 2, Drift.NONE),
        (0.04, 2, Drift.MODERATE),
        (0.25, 2, Drift.LARGE),
    ],
)
def test_the_usual_interpret(index: float, bins: int, drift: Drift) -> None:
    assert interpret(index, bins) is drift


@pytest.mark.parametrize(
    ("before", "now", "drift"),
    [
        (0.5, 0.55, Drift.NONE),
        (0.5, 0.61, Drift.MODERATE),
        (0.5, 0.76, Drift.LARGE),
        (0.1, 0.16, Drift.NONE),
        (0.1, 0.2, Drift.MODERATE),
    ],
)
def test_a_share_that_moved_by_ten_points_has_drifted(
    before: float, now: float, drift: Drift
) -> None:
    reference, current = profile(negative=before), profile(negative=now)
    assert found(reference, current)["negative"].drift is drift


def test_nothing_drifts_against_itself_and_every_metric_is_compared() -> None:
    findings = compare(profile(), profile())
    assert [finding.aspect for finding in findings] == list(METRICS)
    assert {finding.drift for finding in findings} == {Drift.NONE}


def test_a_finding_has_both_shares() -> None:
    negative = found(profile(negative=0.5), profile(negative=0.8))["negative"]
    assert (negative.before, negative.now) == (0.5, 0.8)
    assert negative.drift is Drift.LARGE
    assert negative.has_drifted


def test_metrics_drift_independently() -> None:
    lengths = tuple(reversed(profile().lengths))
    for key, current in (
        ("vocabulary", profile(unknown=0.5)),
        ("length", profile(lengths=lengths, words=30_000)),
        ("language", profile(foreign=1000)),
        ("neutral", profile(neutral=600)),
    ):
        drifted = [finding.aspect for finding in compare(profile(), current) if finding.has_drifted]
        assert drifted == [key]


@pytest.mark.parametrize(
    ("tweets", "drift"),
    [(MIN_TWEETS - 1, Drift.TOO_FEW), (MIN_TWEETS, Drift.NONE), (0, Drift.TOO_FEW)],
)
def test_too_few_tweets_on_either_side_prove_nothing(tweets: int, drift: Drift) -> None:
    for sides in ((profile(tweets), profile()), (profile(), profile(tweets))):
        assert {finding.drift for finding in compare(*sides)} == {drift}


def test_neutral_is_unknown_to_a_model_of_two_classes() -> None:
    assert found(profile(neutral=None), profile())["neutral"].drift is Drift.UNKNOWN


def test_vocabulary_is_unknown_without_a_vocabulary() -> None:
    without = profile(tokens=0, unknown_tokens=0)
    findings = found(without, without)
    assert findings["vocabulary"].drift is Drift.UNKNOWN
    assert findings["length"].drift is Drift.NONE
