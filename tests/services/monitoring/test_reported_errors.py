"""The list of wrong predictions: filter, search, order, pages."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from airparadis.db.tables import Feedback, Source
from airparadis.domain.predictions.feedback import Ballot
from airparadis.domain.predictions.label import Label
from airparadis.services.lists import keyset
from airparadis.services.lists.keyset import Cursor, KeysetPage
from airparadis.services.monitoring import reported_errors
from airparadis.services.monitoring.reported_errors import Filter, Order
from airparadis.services.predictions import feedback
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict
from tests.support.states import States

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TWEETS = (
    ("I love it", Source.FORM, "old-2026.01.01-00000000", -48),
    ("worst flight, 100% late", Source.API, "new-2026.06.01-00000000", 0),
    ("good_bye, 1000 late flights", Source.FORM, "new-2026.06.01-00000000", 1),
    ("@airparadis", Source.API, "new-2026.06.01-00000000", 2),
)


@pytest.fixture
def reports(app: Flask, session: Session, states: States) -> None:
    """Four wrong votes, an hour apart, and one right vote."""
    states.prepare(app, "four wrong votes", lambda: make_reports(session))


def make_reports(session: Session) -> None:
    for text, source, version, hours in TWEETS:
        at = NOON + timedelta(hours=hours)
        [made] = predict(session, FakeClassifier(version), [text], source=source, now=at)
        session.commit()
        ballot = Ballot(False, comment="Über-irony" if "love" in text else None)
        feedback.vote(session, made.public_id, "a", ballot, at)
        feedback.vote(session, made.public_id, "b", Ballot(True), at)
        session.commit()


def texts(votes: Iterable[Feedback]) -> list[str]:
    return [vote.prediction.text[:6] for vote in votes]


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
    page = reported_errors.page(session, chosen)
    assert texts(page.items) == expected
    assert (page.total, page.is_more, page.before, page.after) == (len(expected), False, None, None)
    assert texts(reported_errors.stream(session, chosen)) == expected


def test_pages_are_numbered_for_scripts(session: Session, reports: None) -> None:
    first, second = (
        reported_errors.numbered_page(session, Filter(), number, 3) for number in (1, 2)
    )
    assert texts(first.items) == ["@airpa", "good_b", "worst "]
    assert texts(second.items) == ["I love"]
    assert (second.last, second.total) == (2, 4)


def test_an_empty_list_has_one_page(session: Session) -> None:
    found = reported_errors.numbered_page(session, Filter())
    assert (list(found.items), found.total, found.last) == ([], 0, 1)
    assert reported_errors.page(session, Filter()) == KeysetPage([], None, None, 0)


@pytest.fixture
def many(app: Flask, session: Session, states: States) -> None:
    """Forty-one reports, many of the same moment, some not scored."""
    states.prepare(app, "forty-one reports", lambda: make_many(session))


def make_many(session: Session) -> None:
    words = ("I love it", "worst flight", "@airparadis")
    for place in range(41):
        at = NOON + timedelta(minutes=place // 4)
        source = Source.FORM if place % 3 else Source.API
        [made] = predict(session, FakeClassifier(), [words[place % 3]], source=source, now=at)
        session.commit()
        feedback.vote(session, made.public_id, "a", Ballot(False, comment=f"no. {place}"), at)
    session.commit()


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("search", ["", "no. 1", "love", "nowhere"])
@pytest.mark.parametrize("label", [None, Label.NEGATIVE])
def test_pages_forth_and_back_are_the_whole_list(
    session: Session,
    order: Order,
    search: str,
    label: Label | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reported_errors, "MAX_SCANNED", 7)
    chosen = Filter(order=order, search=search, label=label)
    whole = [vote.id for vote in reported_errors.stream(session, chosen)]
    pages = [reported_errors.page(session, chosen, size=4)]
    while pages[-1].after:
        pages.append(reported_errors.page(session, chosen, Cursor(pages[-1].after), size=4))
    assert [vote.id for page in pages for vote in page.items] == whole
    assert pages[0].before is None
    back = [pages[-1]]
    while back[-1].before:
        back.append(reported_errors.page(session, chosen, Cursor(back[-1].before, True), size=4))
    assert [vote.id for page in reversed(back) for vote in page.items] == whole


@pytest.mark.usefixtures("many")
def test_only_so_many_votes_are_counted_and_looked_through(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "MAX_COUNTED", 10)
    monkeypatch.setattr(reported_errors, "MAX_SCANNED", 10)
    found = reported_errors.page(session, Filter(source=Source.FORM))
    assert (found.total, found.is_more) == (10, True)
    found = reported_errors.page(
        session, Filter(search="no. 3")
    )  # 31 to 39 of the latest ten, 31 to 40
    assert (found.total, found.scanned, found.is_more) == (9, 10, True)
    assert reported_errors.page(session, Filter()).total == 41
    assert reported_errors.page(session, Filter(since=NOON + timedelta(minutes=9))).total == 5


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("chosen", [Filter(), Filter(version="a", label=Label.NEGATIVE)])
def test_votes_are_found_in_an_index_alone(session: Session, order: Order, chosen: Filter) -> None:
    """Or a list over ten million predictions would take a second (SQLite tells what it does)."""
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics")
    key = (0.5, NOON, 7) if order is Order.SUREST else (NOON, 7)
    wanted = replace(chosen, order=order)
    query = reported_errors._key_query(wanted, reported_errors._ordering(wanted, Cursor(key)))
    literal = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    steps = session.execute(sa.text(f"EXPLAIN QUERY PLAN {literal}")).all()
    kind = "surest" if order is Order.SUREST else "latest"
    assert [f"COVERING INDEX ix_feedback_wrong_{kind}" in step.detail for step in steps] == [True]
