"""Accounts, sessions, keys and how much one caller may ask for."""

from datetime import timedelta

from pydantic import Field, PositiveInt

from airparadis.config.groups.base import Group
from airparadis.config.types import Address, LimitStorage, Rate
from airparadis.domain.accounts.policy import SessionLifetime


class Access(Group):
    """Accounts, sessions, keys and how much one caller may ask for."""

    admin_email: Address = Field(
        "admin@localhost", description="First administrator, made if there is no account."
    )
    admin_password: str = Field(
        "",
        repr=False,
        description="Their password. Empty: a one-time password is made and printed.",
    )
    session_idle_minutes: PositiveInt = Field(
        120, description="Minutes without a request after which a login ends."
    )
    session_hours: PositiveInt = Field(12, description="Hours after which any login ends.")
    api_key_required: bool = Field(
        False, description="Whether scoring and voting by JSON need an API key, too."
    )
    rate_limit_api: Rate = Field(
        "6000/minute",
        description="Tweets scored by JSON, and other JSON calls, of one key, or without any of "
        "one address; docs/api.md.",
    )
    rate_limit_form: Rate = Field(
        "120/minute", description="Forms sent, and results looked at, from one address."
    )
    rate_limit_login: Rate = Field("10/minute", description="Logins tried from one address.")
    rate_limit_account: Rate = Field(
        "10/15minute", description="Failed logins of one account, wherever they come from."
    )
    rate_limit_storage: LimitStorage = Field(
        "",
        repr=False,
        description="`redis://` URL in which all processes count together; docs/postgresql.md. "
        "Empty: each for itself. Secret.",
    )

    @property
    def session_lifetime(self) -> SessionLifetime:
        """Idle and absolute lifetime of a login."""
        idle, absolute = self.session_idle_minutes, self.session_hours
        return SessionLifetime(timedelta(minutes=idle), timedelta(hours=absolute))
