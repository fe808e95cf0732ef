"""A window against training, and against what came before."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.db.tables import Source
from airparadis.domain.monitoring.drift.stability import Drift
from airparadis.domain.monitoring.figures import Span
from airparadis.ml.profile import profile_of
from airparadis.services.models import drift
from airparadis.services.models.drift import Reference
from airparadis.services.monitoring import rollup
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BEFORE, WITHIN = NOON - timedelta(days=10), NOON - timedelta(days=2)
FRENCH = "Je ne comprends pas pourquoi notre vol est encore en retard ce matin"
KIND = ["I love the crew", "thanks for the great flight"]
ANGRY = ["I hate it, worst of all airlines that I have been with so far"]


class WordyClassifier(FakeClassifier):
    """Knows every word but one."""

    def count_unknown(self, text: str) -> tuple[int, int]:
        words = text.split()
        return words.count("worst"), len(words)


def score(session: Session, texts: list[str], at: datetime, version: str | None = None) -> None:
    classifier = FakeClassifier(version) if version else FakeClassifier()
    predict(session, classifier, texts, source=Source.API, now=at)
    session.commit()


def drifts(seen: drift.Comparison) -> dict[str, Drift]:
    found = {finding.aspect: finding.drift for finding in seen.findings}
    assert found.pop("neutral") is Drift.UNKNOWN  # the models here know two classes
    return found


def trained(texts: list[str]) -> WordyClassifier:
    """A model whose manifest knows what these texts look like to it."""
    classifier = WordyClassifier()
    positive = classifier.predict_proba(texts)[:, 1].tolist()
    reference = profile_of(texts, positive, classifier.count_unknown)
    classifier.manifest = classifier.manifest.model_copy(update={"reference": reference})
    return classifier


def test_angry_long_tweets_have_drifted_from_kind_short_ones(session: Session) -> None:
    score(session, ANGRY * 300 + [FRENCH] * 100, WITHIN)
    seen = drift.look(session, trained(KIND * 150), Span.WEEK, NOON)
    assert seen.against is Reference.TRAINING
    assert (seen.current.scored, seen.current.read, seen.current.foreign) == (300, 300, 100)
    assert set(drifts(seen).values()) == {Drift.LARGE}
    findings = {finding.aspect: finding for finding in seen.findings}
    assert (findings["negative"].before, findings["negative"].now) == (0.0, 1.0)
    assert findings["vocabulary"].now == pytest.approx(1 / 14)
    assert findings["length"].now == 14
    assert findings["language"].now == 0.25


def test_the_same_kind_of_tweets_has_not_drifted(session: Session) -> None:
    score(session, KIND * 150, WITHIN)
    assert set(drifts(drift.look(session, trained(KIND * 150), Span.WEEK, NOON)).values()) == {
        Drift.NONE
    }


def test_earlier_predictions_are_the_reference_on_request_and_without_figures_of_training(
    session: Session,
) -> None:
    score(session, ANGRY * 300, BEFORE)
    score(session, KIND * 150, WITHIN)
    for classifier in (FakeClassifier(), trained(KIND * 150)):
        seen = drift.look(session, classifier, Span.WEEK, NOON, Reference.EARLIER)
        assert seen.against is Reference.EARLIER
        assert seen.reference.scored == 300
        assert drifts(seen)["negative"] is Drift.LARGE
    assert drift.look(session, FakeClassifier(), Span.WEEK, NOON).against is Reference.EARLIER
    assert drifts(seen)["vocabulary"] is Drift.LARGE
    assert drifts(drift.look(session, FakeClassifier(), Span.WEEK, NOON))["vocabulary"] is (
        Drift.UNKNOWN
    )


def test_other_versions_and_other_times_are_left_out(session: Session) -> None:
    score(session, KIND * 150, NOON - timedelta(days=7, seconds=1))
    score(session, KIND * 150, NOON)
    score(session, KIND * 150, WITHIN, version="fake-2026.01.01-00000000")
    seen = drift.look(session, trained(KIND * 150), Span.WEEK, NOON)
    assert (seen.current.scored, seen.current.read) == (0, 0)
    assert set(drifts(seen).values()) == {Drift.TOO_FEW}


def test_kept_hours_say_the_same_and_only_a_part_of_many_texts_is_read(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    score(session, KIND * 300, WITHIN)
    monkeypatch.setattr(drift, "MAX_TEXTS", 100)
    before = drift.look(session, trained(KIND * 150), Span.WEEK, NOON)
    assert rollup.roll_up(session, NOON)
    session.commit()
    after = drift.look(session, trained(KIND * 150), Span.WEEK, NOON)
    assert before.current == after.current
    assert after.current.scored == 600
    assert after.current.read == 100


def test_all_time_is_no_window(session: Session) -> None:
    with pytest.raises(ValueError, match="not a window"):
        drift.look(session, FakeClassifier(), Span.ALL, NOON)
