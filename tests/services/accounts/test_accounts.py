from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from airparadis.config.settings import Config
from airparadis.db.tables import User
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import AccountError, LastAdministratorError
from airparadis.services.accounts import accounts, sessions
from tests.support.passwords import SERVED

PASSWORD = "correct horse battery"
LIFETIME = Config().session_lifetime


@pytest.fixture
def ana(session: Session) -> User:
    user = accounts.create_user(session, "Ana@Example.org", PASSWORD, Role.ANALYST, utc_now())
    session.commit()
    return user


def test_an_account_logs_in_with_its_password(session: Session, ana: User) -> None:
    assert accounts.authenticate(session, " ana@example.ORG ", PASSWORD) is ana


@pytest.mark.parametrize(
    ("email", "password"), [("ana@example.org", "wrong password"), ("bob@example.org", PASSWORD)]
)
@pytest.mark.usefixtures("ana")
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(
    session: Session, email: str, password: str
) -> None:
    assert accounts.authenticate(session, email, password) is None


def test_the_password_is_kept_as_an_argon2_hash(ana: User) -> None:
    assert ana.password_hash.startswith("$argon2id$")


def test_a_hash_costs_what_owasp_asks_for_at_least() -> None:
    """19 MiB and two passes; the tests themselves hash with less."""
    assert SERVED.memory_cost >= 19 * 1024
    assert SERVED.time_cost >= 2


def test_an_address_has_one_account(session: Session, ana: User) -> None:
    with pytest.raises(AccountError, match=r"ana@example\.org already has an account"):
        accounts.create_user(session, ana.email.upper(), PASSWORD, Role.VIEWER, utc_now())


@pytest.mark.parametrize("email", ["", "ana", "@example.org", "ana@", "a na@example.org"])
def test_what_is_no_address_is_refused(session: Session, email: str) -> None:
    with pytest.raises(AccountError, match="not a mail address"):
        accounts.create_user(session, email, PASSWORD, Role.VIEWER, utc_now())


def test_a_short_password_is_refused(session: Session) -> None:
    with pytest.raises(AccountError, match="12 characters"):
        accounts.create_user(session, "ana@example.org", "short", Role.VIEWER, utc_now())


@pytest.mark.parametrize("password", ["password12345", "Azertyuiop2026!", "1212121212121212"])
def test_a_password_that_is_tried_first_is_refused(session: Session, password: str) -> None:
    with pytest.raises(AccountError, match="common"):
        accounts.create_user(session, "ana@example.org", password, Role.VIEWER, utc_now())


def test_an_old_hash_is_renewed_at_the_next_login(session: Session, ana: User) -> None:
    ana.password_hash = PasswordHasher(time_cost=1, memory_cost=8_192).hash(PASSWORD)
    session.commit()
    old = ana.password_hash
    assert accounts.authenticate(session, ana.email, PASSWORD) is ana
    assert ana.password_hash != old
    assert accounts.authenticate(session, ana.email, PASSWORD) is ana


def test_who_is_unknown_costs_a_hash_too(
    session: Session, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of an answer must not tell which addresses have accounts, or in what state."""
    invited = accounts.invite(session, "eve@example.org", Role.VIEWER, utc_now())
    tried: list[str] = []
    monkeypatch.setattr(accounts, "_verifies", lambda known, _password: tried.append(known))
    for email in (ana.email, invited.email, "nobody@example.org"):
        assert accounts.authenticate(session, email, "wrong") is None
    assert len(tried) == 3
    assert all(hashed.startswith("$argon2id$") for hashed in tried)


@pytest.mark.parametrize(
    "end",
    [
        lambda session, user: accounts.change_password(session, user, "another long password"),
        lambda session, user: accounts.set_role(session, user, Role.VIEWER),
        lambda session, user: accounts.deactivate(session, user, utc_now()),
    ],
    ids=["password", "role", "deactivation"],
)
def test_what_changes_an_account_ends_its_sessions(
    session: Session, ana: User, end: Callable[[Session, User], None]
) -> None:
    accounts.create_user(session, "boss@example.org", PASSWORD, Role.ADMINISTRATOR, utc_now())
    key = sessions.start(session, ana, "192.0.2.1", "a browser", utc_now())
    session.commit()
    assert sessions.find(session, key, LIFETIME, utc_now()) is not None
    end(session, ana)
    session.commit()
    assert sessions.find(session, key, LIFETIME, utc_now()) is None


def test_who_is_deactivated_is_refused_until_reactivated(session: Session, ana: User) -> None:
    accounts.create_user(session, "boss@example.org", PASSWORD, Role.ADMINISTRATOR, utc_now())
    accounts.deactivate(session, ana, utc_now())
    assert accounts.authenticate(session, ana.email, PASSWORD) is None
    accounts.reactivate(session, ana)
    assert accounts.authenticate(session, ana.email, PASSWORD) is ana


def test_the_last_administrator_stays(session: Session) -> None:
    """Neither who is invited nor who is deactivated could take over."""
    now = utc_now()
    boss = accounts.create_user(session, "boss@example.org", PASSWORD, Role.ADMINISTRATOR, now)
    accounts.invite(session, "new@example.org", Role.ADMINISTRATOR, now)
    old = accounts.create_user(session, "old@example.org", PASSWORD, Role.ADMINISTRATOR, now)
    accounts.deactivate(session, old, now)
    session.commit()
    with pytest.raises(LastAdministratorError):
        accounts.set_role(session, boss, Role.ANALYST)
    with pytest.raises(LastAdministratorError):
        accounts.deactivate(session, boss, now)
    accounts.reactivate(session, old)
    accounts.deactivate(session, boss, now)
    assert not boss.is_active


def test_without_any_administrator_accounts_still_change(session: Session, ana: User) -> None:
    """An account that is only invited does not count as an administrator."""
    now = utc_now()
    new = accounts.invite(session, "new@example.org", Role.ADMINISTRATOR, now)
    accounts.set_role(session, ana, Role.VIEWER)
    accounts.set_role(session, new, Role.ANALYST)
    accounts.deactivate(session, ana, now)
    assert (ana.role, ana.is_active, new.role) == (Role.VIEWER, False, Role.ANALYST)
