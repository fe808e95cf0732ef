from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from airparadis.db.tables import ModelVersion, Source
from airparadis.services.models import shadow
from airparadis.text.language import Language
from tests.support.fakes import FakeClassifier, ThreeClassFake
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CANDIDATE = FakeClassifier("fake-2026.11.24-0badcafe", bias=-1.0)


@pytest.fixture
def version(session: Session) -> ModelVersion:
    made = ModelVersion(version=CANDIDATE.manifest.version, added_at=NOON, metrics={}, data={})
    session.add(made)
    session.commit()
    return made


def score(session: Session, *texts: str) -> None:
    predict(session, FakeClassifier(), texts, source=Source.API, now=NOON)
    session.commit()


def test_disagreement_is_counted_among_what_both_have_scored(
    session: Session, version: ModelVersion
) -> None:
    score(session, "good", "I love it", "so bad", "https://t.co/x", "thanks")
    assert shadow.score_next(session, version, CANDIDATE) == 5
    session.commit()
    assert shadow.score_next(session, version, CANDIDATE) == 0
    found = shadow.disagreement(session, version)
    assert (found.scored, found.differing, found.share) == (4, 1, 0.25)
    assert found.interval is not None
    [(prediction, candidate)] = shadow.examples(session, version)
    assert prediction.text == "good"
    assert candidate.probability_positive == pytest.approx(0.378, abs=0.001)
    assert candidate.sentiment == "negative"
    assert candidate.sentiment_probability == pytest.approx(0.622, abs=0.001)


def test_models_that_know_neutral_differ_by_three_classes(
    session: Session, version: ModelVersion
) -> None:
    """A side it takes within a neutral tweet is no disagreement; calling it neutral is one."""

    class Neutral(ThreeClassFake):
        def predict_classes(
            self, texts: Sequence[str], languages: Sequence[Language | None] | None = None
        ) -> NDArray[np.float64]:
            classes = {"boards: bad": (0.1, 0.7, 0.2), "love": (0.1, 0.6, 0.3)}
            return np.array([classes.get(text, (0.1, 0.1, 0.8)) for text in texts])

    predict(session, ThreeClassFake(), ["boards: bad", "love", "good"], source=Source.API, now=NOON)
    session.commit()
    shadow.score_next(session, version, Neutral())
    found = shadow.disagreement(session, version)
    assert (found.scored, found.differing) == (3, 1)
    [(prediction, candidate)] = shadow.examples(session, version)
    assert (prediction.text, candidate.sentiment) == ("love", "neutral")
    assert candidate.sentiment_probability == pytest.approx(0.6)


def test_a_new_candidate_begins_with_the_latest_and_goes_on(
    session: Session, version: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shadow, "BACKLOG", 3)
    monkeypatch.setattr(shadow, "BATCH", 2)
    score(session, *(f"good {n}" for n in range(10)))
    assert [shadow.score_next(session, version, CANDIDATE) for _ in range(3)] == [2, 1, 0]
    score(session, "good again")
    assert shadow.score_next(session, version, CANDIDATE) == 1


def test_without_traffic_there_is_no_disagreement(session: Session, version: ModelVersion) -> None:
    assert shadow.score_next(session, version, CANDIDATE) == 0
    assert shadow.disagreement(session, version).share is None
