"""`flask user` and `flask api-key`."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from airparadis.auditing import note
from airparadis.domain.accounts import Role
from airparadis.domain.audit import Act
from airparadis.errors import AccountError
from airparadis.extensions import db
from airparadis.models import ApiKey, User
from airparadis.plain_errors import plain_errors
from airparadis.runtime import utc_now
from airparadis.services import accounts

users = AppGroup("user", help="Accounts.")
api_key = AppGroup("api-key", help="Keys for scripts.")
COMMANDS: tuple[click.Command, ...] = (users, api_key)


@users.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice(list(Role)), default=Role.ANALYST, show_default=True)
@plain_errors
def create_user(email: str, role: Role) -> None:
    """Add an account; its password is asked for."""
    password = _ask_password()
    user = accounts.create_user(db.session(), email, password, Role(role), utc_now())
    note(Act.ACCOUNT_CREATED, user.email, role=role)
    db.session.commit()
    click.echo(f"{email}: {role}")


@users.command("set-password")
@click.argument("email")
@plain_errors
def set_password(email: str) -> None:
    """Replace a password and end the account's sessions."""
    found = accounts.find_user(db.session(), email)
    if found is None:
        raise AccountError(f"{email} has no account")
    accounts.change_password(found, _ask_password())
    note(Act.PASSWORD_CHANGED, found.email)
    db.session.commit()
    click.echo(f"{found.email}: password changed")


@users.command("list")
def list_users() -> None:
    """Every account and its role."""
    for each in db.session.scalars(select(User).order_by(User.email)):
        click.echo(f"{each.email}\t{each.role}")


@api_key.command("create")
@click.argument("name")
@plain_errors
def create_api_key(name: str) -> None:
    """Add a key and print it: it cannot be shown again."""
    key = accounts.create_api_key(db.session(), name, utc_now())
    note(Act.KEY_CREATED, name)
    db.session.commit()
    click.echo(key)


@api_key.command("list")
def list_api_keys() -> None:
    """Every key's name and state."""
    for each in db.session.scalars(select(ApiKey).order_by(ApiKey.name)):
        click.echo(f"{each.name}\t{'revoked' if each.revoked_at else 'valid'}")


@api_key.command("revoke")
@click.argument("name")
@plain_errors
def revoke_api_key(name: str) -> None:
    """End a key."""
    found = db.session.scalar(select(ApiKey).where(ApiKey.name == name))
    if found is None:
        raise AccountError(f"there is no key named {name!r}")
    found.revoked_at = found.revoked_at or utc_now()
    note(Act.KEY_REVOKED, name)
    db.session.commit()
    click.echo(f"{name}: revoked")


def _ask_password() -> str:
    """Prompted for, or piped in; never an argument, which the list of processes would show."""
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
