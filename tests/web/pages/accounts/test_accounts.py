"""Accounts and keys, as administrators manage them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.db.tables import ApiKey, User
from airparadis.domain.accounts.roles import Role
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from tests.conftest import PASSWORD
from tests.web.pages.accounts.test_audit import entries

LogIn = Callable[[Role], FlaskClient]


@pytest.fixture
def boss(log_in: LogIn) -> FlaskClient:
    return log_in(Role.ADMINISTRATOR)


@pytest.fixture
def ana(app: Flask, boss: FlaskClient) -> tuple[FlaskClient, str]:
    """An analyst who is logged in, and the page of her account."""
    with app.app_context():
        user = accounts.create_user(
            db.session(), "ana@example.org", PASSWORD, Role.ANALYST, utc_now()
        )
        db.session.commit()
        number = user.id
    client = app.test_client()
    client.post("/login", data={"email": "ana@example.org", "password": PASSWORD})
    return client, f"/admin/accounts/{number}"


def find(app: Flask, email: str = "ana@example.org") -> User:
    with app.app_context():
        return db.session.query(User).filter_by(email=email).one()


def test_another_role_holds_at_once(
    app: Flask, boss: FlaskClient, ana: tuple[FlaskClient, str]
) -> None:
    client, page = ana
    assert boss.post(f"{page}/role", data={"role": "viewer"}).status_code == 303
    assert client.get("/account").status_code == 302
    assert find(app).role is Role.VIEWER
    latest = entries(app)[0]
    assert (latest.act, latest.target) == ("account.role", "ana@example.org")
    assert latest.detail == {"role": "viewer", "was": "analyst"}


def test_a_deactivated_account_is_out_at_once_and_can_come_back(
    boss: FlaskClient, ana: tuple[FlaskClient, str]
) -> None:
    client, page = ana
    form = {"email": "ana@example.org", "password": PASSWORD}
    boss.post(f"{page}/deactivate")
    assert client.get("/account").status_code == 302
    assert client.post("/login", data=form).status_code == 422
    assert "deactivated" in boss.get(page).text
    boss.post(f"{page}/reactivate")
    assert client.post("/login", data=form).status_code == 303


def test_sessions_and_second_factor_of_a_colleague_can_be_ended(
    app: Flask, boss: FlaskClient, ana: tuple[FlaskClient, str]
) -> None:
    client, page = ana
    with app.app_context():
        user = db.session.query(User).filter_by(email="ana@example.org").one()
        user.totp_secret, user.totp_enabled_at = "JBSWY3DPEHPK3PXP", utc_now()
        db.session.commit()
    boss.post(f"{page}/end-sessions")
    assert client.get("/account").status_code == 302
    boss.post(f"{page}/reset-factor")
    assert find(app).totp_secret is None
    assert entries(app)[0].act == "account.factor-reset"


@pytest.mark.parametrize("act", ["deactivate", "role"])
def test_the_last_administrator_cannot_be_lost(app: Flask, boss: FlaskClient, act: str) -> None:
    answer = boss.post(f"/admin/accounts/1/{act}", data={"role": "viewer"})
    assert "This is the only administrator" in boss.get(answer.location).text
    assert find(app, "administrator@example.org").role is Role.ADMINISTRATOR
    assert boss.get("/admin/accounts").status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"email": "nobody", "role": "viewer", "language": "en"},
        {"email": "administrator@example.org", "role": "viewer", "language": "en"},
        {"email": "eve@example.org", "role": "owner", "language": "en"},
        {"email": "eve@example.org", "role": "viewer", "language": "de"},
        {"email": "eve\n@example.org", "role": "viewer", "language": "en"},
        {},
    ],
)
def test_an_invitation_at_fault_makes_no_account(
    app: Flask, boss: FlaskClient, form: dict[str, str]
) -> None:
    assert boss.post("/admin/accounts/invite", data=form).status_code == 422
    with app.app_context():
        assert db.session.query(User).count() == 1


def test_a_key_is_shown_once_and_kept_as_a_hash(app: Flask, boss: FlaskClient) -> None:
    form = {"name": "reports", "scopes": ["read", "predict"], "days": "30"}
    shown = boss.post("/admin/keys", data=form)
    found = re.search(r"ap_[\w-]{43}", shown.text)
    assert found is not None
    assert shown.headers["Cache-Control"] == "no-store"
    assert found[0] not in boss.get("/admin/keys").text
    headers = {"Authorization": f"Bearer {found[0]}"}
    assert app.test_client().get("/api/v1/stats", headers=headers).status_code == 200
    with app.app_context():
        [row] = db.session.query(ApiKey).all()
        assert (row.scopes, row.created_by) == (["predict", "read"], "administrator@example.org")
        assert row.expires_at is not None
        assert 29 <= (row.expires_at - utc_now()).days <= 30
    assert not any(found[0] in str((entry.target, entry.detail)) for entry in entries(app))
    assert boss.post("/admin/keys/1/revoke").status_code == 303
    assert app.test_client().get("/api/v1/stats", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "scopes": ["read"], "days": "30"},
        {"name": "x" * 81, "scopes": ["read"], "days": "30"},
        {"name": "reports", "scopes": [], "days": "30"},
        {"name": "reports", "scopes": ["root"], "days": "30"},
        {"name": "reports", "scopes": ["read"], "days": "31"},
        {"name": "a\tb", "scopes": ["read"], "days": "30"},
    ],
)
def test_a_key_at_fault_is_not_made(app: Flask, boss: FlaskClient, form: dict[str, object]) -> None:
    assert boss.post("/admin/keys", data=form).status_code == 422
    with app.app_context():
        assert db.session.query(ApiKey).count() == 0


@pytest.mark.parametrize("path", ["/admin/accounts/99", "/admin/keys/99/revoke"])
def test_what_is_not_there_is_not_found(boss: FlaskClient, path: str) -> None:
    assert boss.open(path, method="POST" if "revoke" in path else "GET").status_code == 404
