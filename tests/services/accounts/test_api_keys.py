"""Keys for scripts on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.domain.accounts.policy import Scope
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import AccountError
from airparadis.services.accounts import api_keys

NOW = utc_now()


def test_a_key_is_found_until_revoked(session: Session) -> None:
    key = api_keys.create(session, "reports", NOW, [Scope.READ])
    session.commit()
    found = api_keys.find(session, key, NOW)
    assert found is not None
    assert found.scopes == ["read"]
    assert key not in found.key_hash
    api_keys.revoke(session, found, NOW)
    session.commit()
    assert api_keys.find(session, key, NOW) is None


def test_a_key_expires(session: Session) -> None:
    end = NOW + timedelta(days=1)
    key = api_keys.create(session, "reports", NOW, expires_at=end)
    assert api_keys.find(session, key, end - timedelta(seconds=1)) is not None
    assert api_keys.find(session, key, end) is None


@pytest.mark.parametrize(
    ("name", "scopes"),
    [("taken", [Scope.READ]), (" ", [Scope.READ]), ("a\nb", [Scope.READ]), ("x", [])],
)
def test_a_key_needs_a_name_of_its_own_and_a_scope(
    session: Session, name: str, scopes: list[Scope]
) -> None:
    api_keys.create(session, "taken", NOW)
    with pytest.raises(AccountError):
        api_keys.create(session, name, NOW, scopes)


def test_the_last_use_is_kept_by_the_minute(session: Session) -> None:
    key = api_keys.create(session, "reports", NOW)
    session.commit()
    found = api_keys.find(session, key, NOW)
    assert found is not None
    assert not api_keys.is_used_lately(found, NOW)
    api_keys.use(session, found.id, NOW)
    session.commit()
    session.expire_all()
    assert found.last_used_at == NOW
    assert api_keys.is_used_lately(found, NOW + timedelta(seconds=59))
    assert not api_keys.is_used_lately(found, NOW + timedelta(seconds=60))
