"""Peaks that are kept equal those counted from all reports, whatever voters do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Prediction, ReportPeak, Source
from airparadis.domain.incidents.reports import peaks
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.monitoring.timeline import buckets, step_of
from airparadis.domain.predictions.feedback import Ballot
from airparadis.services.incidents.reports import wrong_reports
from airparadis.services.monitoring import report_peaks
from airparadis.services.predictions import feedback
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, 20, tzinfo=UTC)
NEWER = "fake-2026.12.24-decade00"
FIVE = timedelta(minutes=5)
MINUTES = (1, 2, 4, 21, 22, 61, 62, 63, 64, 121, 200, 201, 1_500, 1_501, 1_504, 30_000)
"""Minutes before noon at which predictions are made and reported wrong."""


@pytest.fixture
def made(session: Session) -> list[Prediction]:
    """Reports in bursts, across full hours, on two versions."""
    found = []
    for place, minutes in enumerate(reversed(MINUTES)):
        classifier = FakeClassifier(NEWER) if place % 3 else FakeClassifier()
        at = NOON - timedelta(minutes=minutes)
        [prediction] = predict(session, classifier, ["I love it"], source=Source.API, now=at)
        session.commit()
        feedback.vote(session, prediction.public_id, "a", Ballot(False), at)
        session.commit()
        found.append(prediction)
    return found


def keep(session: Session, window: timedelta = FIVE, limit: int = 10_000) -> int:
    kept = report_peaks.store_next(session, window, NOON, limit)
    session.commit()
    return kept


def assert_same(session: Session, window: timedelta = FIVE) -> None:
    """Every span, zone and version, as it is kept and report by report."""
    for span in Span:
        since = span.since(NOON) or NOON - timedelta(days=40)
        for zone in ("UTC", "Asia/Kolkata"):
            cut = buckets(since, NOON, step_of(span, since, NOON), ZoneInfo(zone))
            starts = [bucket.start for bucket in cut]
            for version in (None, NEWER, "never"):
                reports = wrong_reports(session, since - window, until=NOON, version=version)
                expected = peaks(reports, window, starts)
                assert report_peaks.read(session, [*starts, NOON], window, version) == expected


@pytest.mark.usefixtures("made")
def test_peaks_are_the_same_before_during_and_after(session: Session) -> None:
    assert_same(session)
    assert keep(session, limit=3) == 3
    assert_same(session)
    assert keep(session) == 497  # 30,000 minutes are 500 hours
    assert_same(session)
    assert keep(session) == 0


def test_a_report_that_is_taken_back_counts_no_more(
    session: Session, made: list[Prediction]
) -> None:
    keep(session)
    for place in (3, 7, 8):
        feedback.vote(session, made[place].public_id, "a", Ballot(True), NOON)
        session.commit()
        assert_same(session)
    assert keep(session) > 0
    assert_same(session)
    feedback.vote(session, made[3].public_id, "a", Ballot(False), NOON)
    session.commit()
    assert_same(session)


@pytest.mark.usefixtures("made")
def test_another_rule_is_counted_anew(session: Session) -> None:
    first = keep(session)
    hour = timedelta(hours=1)
    assert_same(session, hour)
    assert keep(session, hour) == first
    assert_same(session, hour)
    windows = session.scalars(select(ReportPeak.window_seconds).distinct()).all()
    assert windows == [3_600]


@pytest.mark.usefixtures("made")
def test_an_hour_in_the_middle_that_is_missing_is_counted(session: Session) -> None:
    keep(session)
    gone = NOON.replace(minute=0) - timedelta(hours=2)
    session.execute(delete(ReportPeak).where(ReportPeak.hour == gone))
    session.commit()
    assert_same(session)
    assert keep(session) == 1


def test_without_reports_nothing_is_kept(session: Session) -> None:
    assert keep(session) == 0
    assert session.scalar(select(func.count()).select_from(ReportPeak)) == 0
