"""The audit log on a real database."""

from datetime import timedelta

from sqlalchemy.orm import Session

from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import audit
from airparadis.services.accounts.audit import Filter
from airparadis.web.labels.audit import ACTS, KINDS

NOW = utc_now()


def fill(session: Session, count: int) -> None:
    for number in range(count):
        at = NOW + timedelta(seconds=number)
        audit.record(session, "ana@example.org", Act.KEY_CREATED, f"key{number}", now=at)
    session.commit()


def test_every_act_and_its_kind_have_words() -> None:
    assert set(ACTS) == set(Act)
    assert {act.kind for act in Act} == set(KINDS)


def test_an_entry_shares_the_fate_of_its_transaction(session: Session) -> None:
    audit.record(session, "ana@example.org", Act.TOPICS_SAVED, now=NOW)
    session.rollback()
    assert audit.entries(session, Filter()) == []


def test_pages_by_key_hold_every_entry_once_though_more_come_in(session: Session) -> None:
    fill(session, 5)
    first = audit.entries(session, Filter(), size=2)
    fill(session, 3)
    second = audit.entries(session, Filter(), before=first[-1].id, size=2)
    assert [entry.target for entry in (*first, *second)] == ["key4", "key3", "key2", "key1"]


def test_filters_are_taken_literally(session: Session) -> None:
    fill(session, 1)
    audit.record(session, "100%@example.org", Act.STREAM_ADDED, "a_b", now=NOW)
    session.commit()
    assert [entry.target for entry in audit.entries(session, Filter(kind="stream"))] == ["a_b"]
    assert [entry.target for entry in audit.entries(session, Filter(actor="0%@"))] == ["a_b"]
    assert [entry.target for entry in audit.entries(session, Filter(target="_"))] == ["a_b"]


def test_the_session_says_where_a_service_was_asked_from(session: Session) -> None:
    session.info[audit.ADDRESS] = "192.0.2.7"
    audit.record(session, "ana@example.org", Act.RELEASED, "v1", now=NOW)
    session.commit()
    assert audit.entries(session, Filter())[0].address == "192.0.2.7"


def test_what_is_too_long_or_no_text_is_cut(session: Session) -> None:
    audit.record(session, "a" * 300, Act.IMPORTED, "x\0" * 600, now=NOW, address="1" * 60)
    session.commit()
    [entry] = audit.entries(session, Filter())
    assert (len(entry.actor), entry.target, len(entry.address)) == (254, "x" * 500, 45)
