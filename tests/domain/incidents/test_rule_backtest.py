"""A backtest agrees with a monitor that checks all the time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airparadis.domain.incidents.incident import AlertPolicy, IncidentSnapshot, IncidentState
from airparadis.domain.incidents.life_cycle import advance, open_incident, reopen
from airparadis.domain.incidents.rule_backtest import replay
from airparadis.domain.incidents.window import Report, WindowRule

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY = AlertPolicy(WindowRule(3, timedelta(seconds=5)))


def at(second: float) -> datetime:
    return NOON + timedelta(seconds=second)


def reports(*seconds: float) -> list[Report]:
    return [Report(number, at(second)) for number, second in enumerate(seconds)]


@pytest.mark.parametrize(
    ("seconds", "fired"),
    [
        ((0, 1), ()),
        ((0, 1, 2), (2,)),
        ((0, 1, 6), ()),
        ((0, 1, 2, 7, 12, 17), (2,)),
        ((0, 1, 2, 10, 11, 12), (2,)),  # over at 7, back within 5 s: the same one
        ((0, 1, 2, 10, 11, 13), (2, 13)),
        ((0, 1, 2, 30, 31, 32), (2, 32)),
    ],
)
def test_incidents_of_the_past_are_counted(
    seconds: tuple[float, ...], fired: tuple[float, ...]
) -> None:
    assert replay(reports(*seconds), POLICY) == [at(second) for second in fired]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 6)), max_size=25))
def test_it_agrees_with_the_monitor(pairs: list[tuple[int, int]]) -> None:
    found = (Report(number, at(second)) for second, number in pairs)
    past = sorted(found, key=lambda report: report.at)
    assert replay(past, POLICY) == monitored(past)


def monitored(past: list[Report]) -> list[datetime]:
    """Run the life cycle with five checks a second."""
    opened: list[datetime] = []
    snapshot: IncidentSnapshot | None = None
    for tick in range(0, 800, 2):
        now = at(tick / 10)
        known = [report for report in past if report.at <= now]
        if snapshot is None or snapshot.state is IncidentState.RESOLVED:
            fresh = [
                report
                for report in known
                if snapshot is None or report.at > snapshot.last_report_at
            ]
            trip = POLICY.rule.first_trip(fresh)
            if trip is None:
                continue
            # At five checks a second, an end is noticed up to a fifth of a second late.
            ended = snapshot.last_report_at + POLICY.rule.window if snapshot else None
            if snapshot and ended and POLICY.is_flapping(ended, trip):
                snapshot = reopen(snapshot, known, POLICY, now).snapshot
            else:
                opened.append(now)
                snapshot = open_incident(trip, now).snapshot
        else:
            since = snapshot.first_report_at
            snapshot = advance(snapshot, [r for r in known if r.at >= since], POLICY, now).snapshot
    return opened
