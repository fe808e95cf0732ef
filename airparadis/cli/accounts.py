"""`flask user`."""

import click
from flask.cli import AppGroup

from airparadis.cli.plain_errors import plain_errors
from airparadis.db.tables import User
from airparadis.domain.accounts.policy import Role
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import AccountError
from airparadis.services.accounts import accounts
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db

users = AppGroup("user", help="Accounts.")
COMMANDS: tuple[click.Command, ...] = (users,)

role_choice = click.Choice([role.value for role in Role])  # names of members would be shouted


@users.command("create")
@click.argument("email")
@click.option("--role", type=role_choice, default=Role.ANALYST.value, show_default=True)
@plain_errors
def create_user(email: str, role: str) -> None:
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
    found = _find(email)
    accounts.change_password(db.session(), found, _ask_password())
    note(Act.PASSWORD_CHANGED, found.email)
    db.session.commit()
    click.echo(f"{found.email}: password changed")


@users.command("set-role")
@click.argument("email")
@click.argument("role", type=role_choice)
@plain_errors
def set_role(email: str, role: str) -> None:
    """Give an account another role and end its sessions."""
    found = _find(email)
    was = found.role
    accounts.set_role(db.session(), found, Role(role))
    note(Act.ACCOUNT_ROLE, found.email, role=role, was=was)
    db.session.commit()
    click.echo(f"{found.email}: {role}")


@users.command("deactivate")
@click.argument("email")
@plain_errors
def deactivate(email: str) -> None:
    """Keep an account out; what it did keeps its name."""
    found = _find(email)
    accounts.deactivate(db.session(), found, utc_now())
    note(Act.ACCOUNT_DEACTIVATED, found.email)
    db.session.commit()
    click.echo(f"{found.email}: deactivated")


@users.command("reactivate")
@click.argument("email")
@plain_errors
def reactivate(email: str) -> None:
    """Let an account in again."""
    found = _find(email)
    accounts.reactivate(db.session(), found)
    note(Act.ACCOUNT_REACTIVATED, found.email)
    db.session.commit()
    click.echo(f"{found.email}: active")


@users.command("list")
def list_users() -> None:
    """Every account, its role and its state."""
    for each in accounts.all_users(db.session()):
        click.echo(f"{each.email}\t{each.role}\t{_state(each)}")


def _state(user: User) -> str:
    if not user.is_active:
        return "deactivated"
    return "invited" if user.is_invited else "active"


def _find(email: str) -> User:
    found = accounts.find_user(db.session(), email)
    if found is None:
        raise AccountError(f"{email} has no account")
    return found


def _ask_password() -> str:
    """Prompted for, or piped in; never an argument, which the list of processes would show."""
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
