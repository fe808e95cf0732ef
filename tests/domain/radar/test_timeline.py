"""A timeline does not depend on the step of its series."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.domain.radar.enums import HOUR
from airparadis.domain.radar.series import TICKS_PER_HOUR, Series
from airparadis.domain.radar.timeline import timeline_of
from tests.support.series import flat, series


@given(
    per_hour=st.sampled_from([0.3, 4.0]),
    background=st.sampled_from([0.0, 200.0]),
    hours=st.integers(20, 120),
    step=st.sampled_from([1, 2, 4, 12, 24, 168]),
    zone=st.sampled_from(["UTC", "Etc/GMT+11", "Europe/Paris", "Pacific/Auckland"]),
)
def test_hours_agree_with_their_ticks(
    per_hour: float, background: float, hours: int, step: int, zone: str
) -> None:
    lead = 700
    tweets, around = flat(lead + hours, per_hour), flat(lead + hours, background, seed=4)
    tweets[-300:-250] += 3
    made = series(tweets, background=around)
    by_tick = Series(made.start, made.counts, zone)
    by_hour = Series(made.start, made.hours, zone, per_hour=1)
    drawn = [timeline_of([counted], lead, timedelta(hours=step)) for counted in (by_tick, by_hour)]
    for name in ("tweets", "scored", "negative", "low", "high"):
        ticks, whole = (getattr(timeline, name) for timeline in drawn)
        assert len(whole) == hours // step
        np.testing.assert_allclose(whole, ticks, rtol=1e-9, atol=1e-9)
    assert (drawn[0].start, drawn[0].step) == (drawn[1].start, drawn[1].step)


def test_a_step_within_an_hour_needs_ticks() -> None:
    made = series(flat(800, 4.0))
    timeline = timeline_of([made], 700, HOUR / 4)
    assert len(timeline.tweets) == 400
    assert timeline.tweets[:4].sum() == pytest.approx(
        made.counts.tweets[700 * TICKS_PER_HOUR : 701 * TICKS_PER_HOUR].sum()
    )
