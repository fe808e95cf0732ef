from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Prediction, Source
from airparadis.domain.monitoring.figures import Span
from airparadis.domain.monitoring.histogram import (
    LATENCY_EDGES,
    NEUTRAL_EDGES,
    PROBABILITY_EDGES,
    Measure,
    bin_of,
)
from airparadis.domain.predictions.feedback import Ballot
from airparadis.domain.predictions.label import Label
from airparadis.services.monitoring import dashboard, tallies
from airparadis.services.predictions import feedback
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def traffic(session: Session) -> None:
    """Four scored tweets, one of them a day older, one unscored; two voted wrong, one right."""
    old, *recent = [
        predict(session, FakeClassifier(), [text], source=Source.API, now=at)[0]
        for text, at in (
            ("I love it", NOON - timedelta(days=2)),
            ("I hate it", NOON),
            ("the worst flight", NOON),
            ("thanks a lot", NOON),
            ("@airparadis", NOON),
        )
    ]
    session.commit()
    ballots = [(old, "a", False), (recent[0], "a", False), (recent[0], "b", False)]
    ballots += [(recent[0], "c", True), (recent[2], "a", True)]
    for minute, (prediction, voter, is_correct) in enumerate(ballots):
        at = NOON + timedelta(minutes=minute)
        feedback.vote(session, prediction.public_id, voter, Ballot(is_correct), at)
        session.commit()


@pytest.mark.usefixtures("traffic")
def test_figures_count_each_prediction_once(session: Session) -> None:
    figures = dashboard.read(session, Span.ALL, LATER).stats
    assert (figures.predictions, figures.unscored, figures.negative) == (5, 1, 2)
    assert (figures.votes, figures.voted_predictions, figures.reported_errors) == (5, 3, 2)
    assert figures.error_rate == pytest.approx(2 / 3)


@pytest.mark.usefixtures("traffic")
def test_a_span_leaves_out_older_predictions_and_their_votes(session: Session) -> None:
    figures = dashboard.read(session, Span.DAY, LATER).stats
    assert (figures.predictions, figures.votes, figures.reported_errors) == (4, 4, 1)


def test_an_empty_database_gives_zeros(session: Session) -> None:
    figures = dashboard.read(session, Span.ALL, LATER).stats
    assert (figures.predictions, figures.votes, figures.reported_errors) == (0, 0, 0)
    assert (figures.error_rate, figures.negative_share, figures.latency) == (None, None, None)


@pytest.mark.usefixtures("traffic")
def test_figures_can_be_limited_to_a_model_version(session: Session) -> None:
    predict(
        session,
        FakeClassifier("fake-2026.12.24-decade00"),
        ["I love it"],
        source=Source.API,
        now=NOON,
    )
    session.commit()
    every = dashboard.read(session, Span.ALL, LATER).stats
    newer = dashboard.read(session, Span.ALL, LATER, version="fake-2026.12.24-decade00").stats
    assert (every.predictions, newer.predictions, newer.votes) == (6, 1, 0)
    assert dashboard.versions(session) == ["fake-2026.12.24-decade00", "fake-2026.11.23-00c0ffee"]


@pytest.mark.usefixtures("traffic")
def test_unscored_predictions_are_counted_by_reason(session: Session) -> None:
    figures = dashboard.read(session, Span.ALL, LATER).stats
    assert (figures.unscored_empty, figures.unscored_language, figures.scored) == (1, 0, 4)
    assert figures.votes_outstanding == 2


@pytest.mark.usefixtures("traffic")
def test_the_expected_accuracy_is_the_mean_confidence(session: Session) -> None:
    figures = dashboard.read(session, Span.ALL, LATER).stats
    known = session.scalars(select(Prediction)).all()
    confidences = [
        prediction.confidence for prediction in known if prediction.confidence is not None
    ]
    assert figures.expected_accuracy == pytest.approx(sum(confidences) / 4)


@pytest.mark.usefixtures("traffic")
def test_buckets_part_what_the_whole_span_counts(session: Session) -> None:
    seen = dashboard.read(session, Span.WEEK, LATER)
    assert [tally.predictions for tally in seen.tallies if tally.predictions] == [1, 4]
    assert sum(cell.voted for cell in seen.votes) == 3
    voted = {cell.bucket: 0 for cell in seen.votes}
    for cell in seen.votes:
        voted[cell.bucket] += cell.voted
    filled = [place for place, tally in enumerate(seen.tallies) if tally.predictions]
    assert voted == dict(zip(filled, (1, 2), strict=True))


@pytest.mark.parametrize("measure", list(Measure))
def test_the_database_bins_as_the_rule_does(session: Session, measure: Measure) -> None:
    values = {
        Measure.PROBABILITY: (0.0, 0.049, 0.05, 0.4999, 0.5, 0.95, 1.0),
        Measure.LATENCY: (1e-6, 0.05, 0.0625, 0.07, 3.0, 1e9),
        Measure.UNSCORED: (),
        Measure.NEUTRAL: (0.0, 0.4999, 0.5, 1.0),
    }[measure]
    edges = {
        Measure.PROBABILITY: PROBABILITY_EDGES,
        Measure.LATENCY: LATENCY_EDGES,
        Measure.NEUTRAL: NEUTRAL_EDGES,
    }
    for value in values:
        positive = value if measure is Measure.PROBABILITY else 0.3
        session.add(
            Prediction(
                text="xxxxx",
                label=Label.POSITIVE if positive >= 0.5 else Label.NEGATIVE,
                probability_positive=positive,
                neutral_probability=value if measure is Measure.NEUTRAL else None,
                uncertain=False,
                model_version="v",
                source=Source.API,
                latency_ms=value if measure is Measure.LATENCY else 1.0,
                created_at=NOON,
            )
        )
    session.commit()
    [tally] = tallies.count(session, [NOON, LATER])
    assert tally.counts(measure) == Counter(bin_of(value, edges[measure]) for value in values)


def test_a_span_of_a_single_bucket_is_counted_too(session: Session) -> None:
    [made] = predict(session, FakeClassifier(), ["I love it"], source=Source.API, now=NOON)
    session.commit()
    feedback.vote(session, made.public_id, "a", Ballot(False), NOON)
    session.commit()
    seen = dashboard.read(session, Span.ALL, NOON + timedelta(seconds=1))
    assert len(seen.buckets) == 1
    assert (seen.stats.predictions, seen.stats.reported_errors) == (1, 1)
