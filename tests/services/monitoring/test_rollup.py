"""Full hours are counted once; figures do not depend on how far that has come."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import PredictionSum, Source
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.monitoring.histogram import Measure
from airparadis.services.monitoring import dashboard
from airparadis.services.monitoring.rollup import GRACE, roll_up
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict
from tests.support.states import States

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
NEWER = "fake-2026.12.24-decade00"


@pytest.fixture
def traffic(app: Flask, session: Session, states: States) -> None:
    """Forty hours of tweets, some hours without any, two versions."""
    states.prepare(app, "forty hours of tweets", lambda: make_traffic(session))


def make_traffic(session: Session) -> None:
    for minutes in [*range(0, 900, 7), *range(1_500, 2_400, 11)]:
        classifier = FakeClassifier(NEWER) if minutes % 2 else FakeClassifier()
        text = ("I love it", "the worst flight", "@airparadis")[minutes % 3]
        at = NOON - timedelta(minutes=minutes, seconds=minutes % 60)
        predict(session, classifier, [text], source=Source.API, now=at)
    session.commit()


def roll(session: Session, now: datetime, limit: int = 1_000) -> int:
    kept = roll_up(session, now, limit)
    session.commit()
    return kept


@pytest.mark.usefixtures("traffic")
@pytest.mark.parametrize("span", list(Span))
@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
@pytest.mark.parametrize("version", [None, NEWER])
def test_figures_are_the_same_before_during_and_after(
    session: Session, span: Span, zone: str, version: str | None
) -> None:
    def seen() -> tuple[object, ...]:
        found = dashboard.read(session, span, NOON, version=version, zone=ZoneInfo(zone))
        counts = [[tally.counts(measure) for measure in Measure] for tally in found.tallies]
        totals = [[round(tally.total(name), 6) for name in Measure] for tally in found.tallies]
        return found.buckets, counts, totals

    before = seen()
    names = dashboard.versions(session)
    assert roll(session, NOON, limit=3) == 3
    assert seen() == before
    assert roll(session, NOON) > 10
    assert seen() == before
    assert dashboard.versions(session) == names


@pytest.mark.usefixtures("traffic")
def test_a_second_pass_adds_nothing(session: Session) -> None:
    count = select(func.count()).select_from(PredictionSum)
    assert roll(session, NOON) > 0
    kept = session.scalar(count)
    assert roll(session, NOON) == 0
    assert session.scalar(count) == kept


@pytest.mark.parametrize(("late", "kept"), [(timedelta(0), 1), (-timedelta(seconds=1), 0)])
def test_an_hour_is_kept_once_no_commit_can_be_late(
    session: Session, late: timedelta, kept: int
) -> None:
    predict(session, FakeClassifier(), ["I love it"], source=Source.API, now=NOON)
    session.commit()
    assert roll(session, NOON + timedelta(hours=1) + GRACE + late) == kept


def test_without_predictions_there_is_nothing_to_keep(session: Session) -> None:
    assert roll(session, NOON) == 0
    assert session.scalar(select(func.count()).select_from(PredictionSum)) == 0
