"""The list of wrong predictions: filter, search, order, pages."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.classifier import Label
from airparadis.domain.feedback import Ballot
from airparadis.models import Source
from airparadis.services import feedback, wrong
from airparadis.services.wrong import Filter, Order
from tests.fakes import FakeClassifier
from tests.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TWEETS = (
    ("I love it", Source.FORM, "old-2026.01.01-00000000", -48),
    ("worst flight, 100% late", Source.API, "new-2026.06.01-00000000", 0),
    ("good_bye, 1000 late flights", Source.FORM, "new-2026.06.01-00000000", 1),
    ("@airparadis", Source.API, "new-2026.06.01-00000000", 2),
)


@pytest.fixture
def reports(session: Session) -> None:
    """Four wrong votes, an hour apart, and one right vote."""
    for text, source, version, hours in TWEETS:
        at = NOON + timedelta(hours=hours)
        [made] = predict(session, FakeClassifier(version), [text], source=source, now=at)
        session.commit()
        ballot = Ballot(False, comment="Über-irony" if "love" in text else None)
        feedback.vote(session, made.public_id, "a", ballot, at)
        feedback.vote(session, made.public_id, "b", Ballot(True), at)
        session.commit()


def listed(session: Session, chosen: Filter, **page: int) -> list[str]:
    return [vote.prediction.text[:6] for vote in wrong.page(session, chosen, **page).items]


@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter(), ["@airpa", "good_b", "worst ", "I love"]),
        (Filter(order=Order.OLDEST), ["I love", "worst ", "good_b", "@airpa"]),
        (Filter(order=Order.SUREST), ["worst ", "I love", "good_b", "@airpa"]),
        (Filter(since=NOON), ["@airpa", "good_b", "worst "]),
        (Filter(since=NOON + timedelta(seconds=1)), ["@airpa", "good_b"]),
        (Filter(version="old-2026.01.01-00000000"), ["I love"]),
        (Filter(label=Label.NEGATIVE), ["worst "]),
        (Filter(source=Source.FORM), ["good_b", "I love"]),
        (Filter(search="LATE"), ["good_b", "worst "]),
        (Filter(search="100%"), ["worst "]),
        (Filter(search="d_b"), ["good_b"]),
        (Filter(search="e_i"), []),
        (Filter(search="irony"), ["I love"]),
        (Filter(search="late", source=Source.API), ["worst "]),
    ],
)
def test_only_what_was_chosen_is_listed(
    session: Session, chosen: Filter, expected: list[str]
) -> None:
    assert listed(session, chosen) == expected
    assert wrong.page(session, chosen).total == len(expected)
    assert [vote.prediction.text[:6] for vote in wrong.stream(session, chosen)] == expected


@pytest.mark.usefixtures("reports")
def test_pages_follow_each_other(session: Session) -> None:
    assert listed(session, Filter(), number=1, size=3) == ["@airpa", "good_b", "worst "]
    assert listed(session, Filter(), number=2, size=3) == ["I love"]
    assert wrong.page(session, Filter(), size=3).last == 2


def test_an_empty_list_has_one_page(session: Session) -> None:
    found = wrong.page(session, Filter())
    assert (list(found.items), found.total, found.last) == ([], 0, 1)
