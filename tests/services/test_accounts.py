import pytest
from sqlalchemy.orm import Session

from airparadis.domain.accounts import Role
from airparadis.errors import AccountError
from airparadis.models import User
from airparadis.runtime import utc_now
from airparadis.services import accounts

PASSWORD = "correct horse battery"


@pytest.fixture
def ana(session: Session) -> User:
    user = accounts.create_user(session, "Ana@Example.org", PASSWORD, Role.ANALYST, utc_now())
    session.commit()
    return user


def test_an_account_logs_in_with_its_password(session: Session, ana: User) -> None:
    assert accounts.authenticate(session, " ana@example.ORG ", PASSWORD, utc_now()) is ana
    assert ana.last_login_at is not None


@pytest.mark.parametrize(
    ("email", "password"), [("ana@example.org", "wrong password"), ("bob@example.org", PASSWORD)]
)
@pytest.mark.usefixtures("ana")
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(
    session: Session, email: str, password: str
) -> None:
    assert accounts.authenticate(session, email, password, utc_now()) is None


def test_the_password_is_kept_as_an_argon2_hash(ana: User) -> None:
    assert ana.password_hash.startswith("$argon2id$")


def test_an_address_has_one_account(session: Session, ana: User) -> None:
    with pytest.raises(AccountError, match=r"ana@example\.org has an account"):
        accounts.create_user(session, ana.email.upper(), PASSWORD, Role.VIEWER, utc_now())


@pytest.mark.parametrize("email", ["", "ana", "@example.org", "ana@", "a na@example.org"])
def test_what_is_no_address_is_refused(session: Session, email: str) -> None:
    with pytest.raises(AccountError, match="not a mail address"):
        accounts.create_user(session, email, PASSWORD, Role.VIEWER, utc_now())


def test_a_short_password_is_refused(session: Session) -> None:
    with pytest.raises(AccountError, match="12 characters"):
        accounts.create_user(session, "ana@example.org", "short", Role.VIEWER, utc_now())


def test_a_new_password_ends_the_sessions(session: Session, ana: User) -> None:
    before = ana.session_token
    accounts.change_password(ana, "another long password")
    assert ana.session_token != before
    assert accounts.authenticate(session, ana.email, PASSWORD, utc_now()) is None


def test_an_api_key_is_found_until_revoked(session: Session) -> None:
    key = accounts.create_api_key(session, "reports", utc_now())
    session.commit()
    found = accounts.find_api_key(session, key)
    assert found is not None
    assert key not in found.key_hash
    found.revoked_at = utc_now()
    session.commit()
    assert accounts.find_api_key(session, key) is None


def test_key_names_are_unique(session: Session) -> None:
    accounts.create_api_key(session, "reports", utc_now())
    with pytest.raises(AccountError, match="reports"):
        accounts.create_api_key(session, "reports", utc_now())
