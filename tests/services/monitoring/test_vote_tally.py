"""Votes counted as they come equal votes counted one by one, whatever voters do."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from airparadis.db.tables import (
    Feedback,
    FeedbackChange,
    Prediction,
    Source,
    VoteDay,
    VoteTally,
)
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.monitoring.timeline import buckets, step_of
from airparadis.domain.predictions.feedback import Ballot
from airparadis.services.monitoring import reported_errors, votes
from airparadis.services.monitoring.intervals import intervals_between
from airparadis.services.monitoring.vote_tally import recount
from airparadis.services.monitoring.votes import VoteCell
from airparadis.services.predictions import feedback
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, 20, tzinfo=UTC)
NEWER = "fake-2026.12.24-decade00"
AGES = (1, 19, 21, 50, 80, 200, 1_500, 30_000)
"""Minutes before noon at which predictions are made."""


@pytest.fixture
def made(session: Session) -> list[Prediction]:
    """Some scored, one not, by two versions, over three weeks."""
    texts = ("I love it", "the worst flight", "@airparadis")
    found = []
    for place, minutes in enumerate(AGES):
        classifier = FakeClassifier(NEWER) if place % 2 else FakeClassifier()
        at = NOON - timedelta(minutes=minutes)
        text = texts[place % 3]
        found += predict(session, classifier, [text], source=Source.API, now=at)
    session.commit()
    return found


def summed(cells: list[VoteCell]) -> dict[tuple[int, int], tuple[float, ...]]:
    sums: dict[tuple[int, int], Counter[str]] = {}
    for cell in cells:
        kept = sums.setdefault((cell.bucket, cell.bin), Counter())
        for name in ("votes", "wrong_votes", "voted", "wrong", "confidence"):
            kept[name] += getattr(cell, name)
    return {key: tuple(round(kept[name], 9) for name in sorted(kept)) for key, kept in sums.items()}


def assert_same(session: Session) -> None:
    """Every span, zone and version, by the tally and vote by vote."""
    spans = [*((span, 1) for span in Span), (Span.ALL, 5)]  # in buckets of days, and of weeks
    for span, months in spans:
        for zone in ("UTC", "Asia/Kolkata"):
            since = span.since(NOON) or NOON - timedelta(days=months * 40)
            cut = buckets(since, NOON, step_of(span, since, NOON), ZoneInfo(zone))
            edges = [bucket.start for bucket in cut] + [NOON]
            for version in (None, NEWER):
                counted = votes.count_votes(session, intervals_between(edges), version)
                assert summed(votes.read(session, edges, version)) == summed(counted)
        chosen = reported_errors.Filter(span.since(NOON))
        page = reported_errors.page(session, chosen, size=1_000)
        assert page.total == len(page.items)


ballots = st.lists(
    st.tuples(st.sampled_from(range(len(AGES))), st.sampled_from("abc"), st.booleans()),
    max_size=12,
)


@given(cast=ballots)
@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_tally_is_what_the_votes_say(
    session: Session, made: list[Prediction], cast: list[tuple[int, str, bool]]
) -> None:
    for table in (FeedbackChange, Feedback, VoteTally, VoteDay):
        session.execute(delete(table))
    session.commit()
    session.expunge_all()
    for place, voter, is_correct in cast:
        at = NOON - timedelta(minutes=AGES[place]) + timedelta(seconds=30)
        feedback.vote(session, made[place].public_id, voter, Ballot(is_correct), at)
        session.commit()
    assert_same(session)


def test_a_tally_that_was_lost_can_be_made_anew(session: Session, made: list[Prediction]) -> None:
    for place, prediction in enumerate(made):
        feedback.vote(session, prediction.public_id, "a", Ballot(place % 3 == 0), NOON)
        session.commit()
    feedback.vote(session, made[0].public_id, "b", Ballot(False), NOON)
    session.commit()
    session.execute(delete(VoteTally))
    session.execute(delete(VoteDay))
    assert recount(session) == len(made)
    session.commit()
    assert_same(session)
