"""Sessions on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.db.tables import AccountSession, User
from airparadis.domain.accounts.policy import SessionLifetime
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts, sessions

HOUR = timedelta(hours=1)
LIFETIME = SessionLifetime(idle=HOUR, absolute=4 * HOUR)
NOW = utc_now()


@pytest.fixture
def ana(session: Session) -> User:
    user = accounts.invite(session, "ana@example.org", Role.ANALYST, NOW)
    session.commit()
    return user


def begin(session: Session, user: User) -> str:
    return sessions.start(session, user, "192.0.2.1", "Mozilla/5.0\n(X11)", NOW)


def test_the_key_is_not_kept(session: Session, ana: User) -> None:
    key = begin(session, ana)
    found = sessions.find(session, key, LIFETIME, NOW)
    assert found is not None
    assert key not in (found.key_hash, found.device)
    assert found.device == "Mozilla/5.0(X11)"
    assert sessions.find(session, found.key_hash, LIFETIME, NOW) is None


def test_every_login_has_a_key_of_its_own(session: Session, ana: User) -> None:
    assert begin(session, ana) != begin(session, ana)


@pytest.mark.parametrize(
    ("seen", "asked", "lives"),
    [(0.0, 0.9, True), (0.0, 1.0, False), (3.5, 3.9, True), (3.5, 4.0, False)],
)
def test_a_session_ends_idle_or_old(
    session: Session, ana: User, seen: float, asked: float, lives: bool
) -> None:
    key = begin(session, ana)
    session.commit()
    found = sessions.find(session, key, LIFETIME, NOW)
    assert found is not None
    sessions.see(session, found.id, "192.0.2.2", NOW + seen * HOUR)
    session.commit()
    session.expire_all()
    assert (sessions.find(session, key, LIFETIME, NOW + asked * HOUR) is not None) is lives


def test_nobody_ends_the_session_of_another(session: Session, ana: User) -> None:
    bob = accounts.invite(session, "bob@example.org", Role.ANALYST, NOW)
    begin(session, ana)
    session.flush()
    [hers] = sessions.of_account(session, ana, LIFETIME, NOW)
    assert not sessions.end(session, bob, hers.id)
    assert sessions.end(session, ana, hers.id)


def test_all_but_the_present_one_are_ended(session: Session, ana: User) -> None:
    here = begin(session, ana)
    begin(session, ana)
    found = sessions.find(session, here, LIFETIME, NOW)
    assert found is not None
    assert sessions.end_all(session, ana, but=found.id) == 1
    assert [listed.id for listed in sessions.of_account(session, ana, LIFETIME, NOW)] == [found.id]


def test_what_is_over_is_cleared_away(session: Session, ana: User) -> None:
    begin(session, ana)
    session.commit()
    assert sessions.clear_away(session, LIFETIME, NOW + HOUR / 2) == 0
    assert sessions.clear_away(session, LIFETIME, NOW + HOUR) == 1
    assert session.query(AccountSession).count() == 0
