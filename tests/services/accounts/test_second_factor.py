"""Second factors on a real database."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from airparadis.db.tables import RecoveryCode, User
from airparadis.domain.accounts.roles import Role
from airparadis.services.accounts import accounts, second_factor

NOW = datetime(2026, 6, 1, 12, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=second_factor.STEP_SECONDS)


def code_at(user: User, moment: datetime) -> str:
    assert user.totp_secret is not None
    return pyotp.TOTP(user.totp_secret).at(moment)


@pytest.fixture
def ana(session: Session) -> User:
    user = accounts.invite(session, "ana@example.org", Role.ANALYST, NOW)
    second_factor.begin(user)
    session.commit()
    return user


@pytest.fixture
def codes(session: Session, ana: User) -> list[str]:
    made = second_factor.confirm(session, ana, code_at(ana, NOW), NOW)
    session.commit()
    assert made is not None
    return made


def test_it_counts_only_once_a_code_was_seen(session: Session, ana: User) -> None:
    assert not ana.has_second_factor
    assert second_factor.confirm(session, ana, "000000", NOW) is None
    assert not second_factor.verify(session, ana, code_at(ana, NOW), NOW)
    assert second_factor.confirm(session, ana, code_at(ana, NOW), NOW)
    assert ana.has_second_factor


@pytest.mark.parametrize(
    ("steps", "taken"), [(-1, False), (0, False), (1, True), (2, True), (3, False)]
)
@pytest.mark.usefixtures("codes")
def test_a_code_is_taken_a_step_early_or_late_but_never_one_before_the_last(
    session: Session, ana: User, steps: int, taken: bool
) -> None:
    """The code of the step `NOW` was taken when the factor was turned on; it is a step later."""
    code = code_at(ana, NOW + steps * STEP)
    assert second_factor.verify(session, ana, code, NOW + STEP) is taken


@pytest.mark.usefixtures("codes")
def test_no_code_is_taken_twice(session: Session, ana: User) -> None:
    later = NOW + STEP
    assert second_factor.verify(session, ana, code_at(ana, later), later)
    session.commit()
    assert not second_factor.verify(session, ana, code_at(ana, later), later)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 10_000, "\0"])
@pytest.mark.usefixtures("codes")
def test_what_is_no_code_is_refused(session: Session, ana: User, code: str) -> None:
    assert not second_factor.verify(session, ana, code, NOW + STEP)


def test_recovery_codes_are_hashed_and_open_once(
    session: Session, ana: User, codes: list[str]
) -> None:
    stored = {row.code_hash for row in session.query(RecoveryCode)}
    assert len(set(codes)) == len(stored) == second_factor.CODES
    assert stored.isdisjoint(codes)
    typed = codes[0].lower().replace("-", " ")
    assert second_factor.verify(session, ana, typed, NOW)
    assert not second_factor.verify(session, ana, codes[0], NOW)
    assert second_factor.codes_left(session, ana) == second_factor.CODES - 1


def test_new_codes_replace_the_old(session: Session, ana: User, codes: list[str]) -> None:
    fresh = second_factor.new_codes(session, ana)
    assert not second_factor.verify(session, ana, codes[0], NOW)
    assert second_factor.verify(session, ana, fresh[0], NOW)


def test_the_codes_of_another_account_open_nothing(
    session: Session, ana: User, codes: list[str]
) -> None:
    bob = accounts.invite(session, "bob@example.org", Role.ANALYST, NOW)
    second_factor.begin(bob)
    second_factor.confirm(session, bob, code_at(bob, NOW), NOW)
    assert not second_factor.verify(session, bob, codes[1], NOW)
    assert not second_factor.verify(session, bob, code_at(ana, NOW + STEP), NOW + STEP)


def test_turned_off_nothing_of_it_stays(session: Session, ana: User, codes: list[str]) -> None:
    second_factor.disable(session, ana)
    session.commit()
    assert (ana.totp_secret, second_factor.codes_left(session, ana)) == (None, 0)
    assert not second_factor.verify(session, ana, codes[0], NOW)
