"""The commands `flask user`."""

import click
from flask.cli import AppGroup

from airparadis.cli.plain_errors import plain_errors
from airparadis.db.tables import User
from airparadis.domain.accounts.roles import DEFAULT_ROLE, Role
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import AccountError
from airparadis.services.accounts import accounts
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db

users = AppGroup("user", help="Accounts.")
COMMANDS: tuple[click.Command, ...] = (users,)

# The values: the names of the members are upper case.
role_choice = click.Choice([role.value for role in Role])


@users.command("create")
@click.argument("email")
@click.option("--role", type=role_choice, default=DEFAULT_ROLE.value, show_default=True)
@plain_errors
def create_user(email: str, role: str) -> None:
    """Add an account; the password is prompted for."""
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
    user = _find(email)
    accounts.change_password(db.session(), user, _ask_password())
    note(Act.PASSWORD_CHANGED, user.email)
    db.session.commit()
    click.echo(f"{user.email}: password changed")


@users.command("set-role")
@click.argument("email")
@click.argument("role", type=role_choice)
@plain_errors
def set_role(email: str, role: str) -> None:
    """Give an account another role and end its sessions."""
    user = _find(email)
    previous = user.role
    accounts.set_role(db.session(), user, Role(role))
    note(Act.ACCOUNT_ROLE, user.email, role=role, was=previous)
    db.session.commit()
    click.echo(f"{user.email}: {role}")


@users.command("deactivate")
@click.argument("email")
@plain_errors
def deactivate(email: str) -> None:
    """Deactivate an account; the log of its actions stays."""
    user = _find(email)
    accounts.deactivate(db.session(), user, utc_now())
    note(Act.ACCOUNT_DEACTIVATED, user.email)
    db.session.commit()
    click.echo(f"{user.email}: deactivated")


@users.command("reactivate")
@click.argument("email")
@plain_errors
def reactivate(email: str) -> None:
    """Reactivate an account."""
    user = _find(email)
    accounts.reactivate(db.session(), user)
    note(Act.ACCOUNT_REACTIVATED, user.email)
    db.session.commit()
    click.echo(f"{user.email}: active")


@users.command("list")
def list_users() -> None:
    """List every account with its role and its state."""
    for user in accounts.all_users(db.session()):
        click.echo(f"{user.email}\t{user.role}\t{_state(user)}")


def _state(user: User) -> str:
    if not user.is_active:
        return "deactivated"
    return "invited" if user.is_invited else "active"


def _find(email: str) -> User:
    user = accounts.find_user(db.session(), email)
    if user is None:
        raise AccountError(f"{email} has no account")
    return user


def _ask_password() -> str:
    """Prompt for a password, or read it from a pipe; an argument would show in process lists."""
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
