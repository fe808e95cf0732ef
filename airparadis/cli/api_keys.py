"""The commands `flask api-key`."""

from datetime import timedelta

import click
from flask.cli import AppGroup

from airparadis.cli.plain_errors import plain_errors
from airparadis.db.tables import ApiKey
from airparadis.domain.accounts.policy import Scope
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import AccountError
from airparadis.services.accounts import api_keys
from airparadis.web.access.auditing import acting, note
from airparadis.web.extensions import db

keys = AppGroup("api-key", help="API keys.")
COMMANDS: tuple[click.Command, ...] = (keys,)


@keys.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="Permission of the key; repeatable. Default: all.",
)
@click.option(
    "--days", type=click.IntRange(1, 3_650), help="Days until it expires. Default: never."
)
@plain_errors
def create(name: str, scopes: tuple[str, ...], days: int | None) -> None:
    """Create a key and print it once."""
    now = utc_now()
    wanted = tuple(map(Scope, scopes)) or tuple(Scope)
    expires_at = now + timedelta(days=days) if days else None
    key = api_keys.create(db.session(), name, now, wanted, expires_at=expires_at, by=acting())
    note(Act.KEY_CREATED, name, scopes=[*wanted], days=days)
    db.session.commit()
    click.echo(key)


@keys.command("list")
def list_keys() -> None:
    """List every key with its state, scopes, expiry and last use."""
    for key in api_keys.all_keys(db.session()):
        expires = f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "no expiry"
        used = f"used {key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never used"
        click.echo(f"{key.name}\t{_state(key)}\t{','.join(key.scopes)}\t{expires}\t{used}")


@keys.command("revoke")
@click.argument("name")
@plain_errors
def revoke(name: str) -> None:
    """Revoke a key."""
    key = api_keys.find_by_name(db.session(), name)
    if key is None:
        raise AccountError(f"there is no key named {name!r}")
    api_keys.revoke(db.session(), key, utc_now())
    note(Act.KEY_REVOKED, name)
    db.session.commit()
    click.echo(f"{name}: revoked")


def _state(key: ApiKey) -> str:
    if key.revoked_at:
        return "revoked"
    return "valid" if key.is_valid(utc_now()) else "expired"
