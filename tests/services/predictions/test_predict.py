import uuid
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Prediction, Source
from airparadis.domain.predictions.label import Label, Sentiment
from airparadis.domain.predictions.tweet import Unscorable
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import PredictionNotFoundError
from airparadis.services.predictions import predict as predictions
from airparadis.text.language import Language
from tests.support.fakes import FakeClassifier, ThreeClassFake
from tests.support.predictions import predict as add


def predict(session: Session, *texts: str) -> Sequence[Prediction]:
    made = add(session, FakeClassifier(), texts, source=Source.API, now=utc_now())
    session.commit()
    return made


def test_a_prediction_is_stored_with_all_that_was_said(session: Session) -> None:
    [made] = predict(session, "I love this airline")
    session.expire_all()
    [stored] = session.scalars(select(Prediction))
    assert stored.public_id == made.public_id
    assert stored.text == "I love this airline"
    assert stored.label is Label.POSITIVE
    assert stored.probability_positive == pytest.approx(0.8808, abs=1e-4)
    assert stored.confidence == stored.probability_positive
    assert stored.model_version == "fake-2026.11.23-00c0ffee"
    assert stored.latency_ms > 0
    assert stored.created_at.tzinfo is not None


def test_the_confidence_in_negative_is_that_of_negative(session: Session) -> None:
    [made] = predict(session, "I hate waiting for this plane")
    assert made.label is Label.NEGATIVE
    assert made.confidence == made.probability_negative == pytest.approx(0.8808, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "label", "sentiment", "probability"),
    [
        ("delayed, boards at noon", Label.NEGATIVE, Sentiment.NEUTRAL, 0.8),
        ("delayed again", Label.NEGATIVE, Sentiment.NEGATIVE, 0.8176),
        ("@airparadis", None, None, None),
    ],
)
def test_neutral_is_stored_beside_the_leaning(
    session: Session,
    text: str,
    label: Label | None,
    sentiment: Sentiment | None,
    probability: float | None,
) -> None:
    add(session, ThreeClassFake(), [text], source=Source.API, now=utc_now())
    session.commit()
    session.expire_all()
    [stored] = session.scalars(select(Prediction))
    assert (stored.label, stored.sentiment) == (label, sentiment)
    assert stored.sentiment_probability == pytest.approx(probability, abs=1e-4)
    assert stored.language == (None if label is None else Language.ENGLISH)


def test_a_batch_gives_what_single_calls_give(session: Session) -> None:
    texts = ["I love this flight", "@airparadis http://t.co/x", "the worst airline of them all"]
    batch = predict(session, *texts)
    single = [predict(session, text)[0] for text in texts]
    assert [
        (prediction.text, prediction.label, prediction.probability_positive) for prediction in batch
    ] == [
        (prediction.text, prediction.label, prediction.probability_positive)
        for prediction in single
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@airparadis https://t.co/abc", Unscorable.EMPTY),
        ("... !!!", Unscorable.EMPTY),
        (
            "Le vol est encore en retard, c'est vraiment honteux pour une compagnie",
            Unscorable.LANGUAGE,
        ),
    ],
)
def test_what_the_model_cannot_read_is_stored_with_the_reason(
    session: Session, text: str, reason: Unscorable
) -> None:
    [made] = predict(session, text)
    assert made.reason is reason
    assert (made.label, made.probability_positive, made.confidence) == (None, None, None)
    assert not made.uncertain


def test_a_tweet_without_evidence_is_uncertain(session: Session) -> None:
    [made] = predict(session, "the plane is at the gate")
    assert made.uncertain
    assert made.label is Label.POSITIVE


def test_identifiers_are_random(session: Session) -> None:
    made = predict(session, *["I love this airline"] * 50)
    assert len({prediction.public_id for prediction in made}) == 50
    assert {prediction.public_id.version for prediction in made} == {4}
    assert session.scalar(select(func.count()).select_from(Prediction)) == 50


def test_an_unknown_identifier_is_an_error(session: Session) -> None:
    with pytest.raises(PredictionNotFoundError):
        predictions.find(session, uuid.uuid4())


def test_only_the_version_that_scored_a_tweet_explains_it(session: Session) -> None:
    [made] = predict(session, "I love this airline")
    explanation = predictions.explain(FakeClassifier(), made)
    assert explanation is not None
    assert [made.text[part.start : part.end] for part in explanation.contributions] == ["love"]
    assert predictions.explain(FakeClassifier(version="fake-2027.01.01-00000000"), made) is None
