"""The tables of accounts: who may come in, by what, and where they are logged in."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from airparadis.db.base import Base, value_enum
from airparadis.domain.accounts.roles import Role


class User(UserMixin, Base):
    """An account."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    """Argon2 hash; `!` and random characters until an invitation is accepted."""
    role: Mapped[Role] = mapped_column(value_enum(Role))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_login_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    """Base32; counts only once `totp_enabled_at` is set."""
    totp_enabled_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    """The time step of the last code that was taken: none is taken twice."""

    session_key = ""  # no column: what names this request's session in its cookie

    @property
    def is_active(self) -> bool:
        """Whether it may log in at all."""
        return self.deactivated_at is None

    @property
    def is_invited(self) -> bool:
        """Whether it waits for its owner to accept."""
        return self.password_hash.startswith("!")

    @property
    def has_second_factor(self) -> bool:
        """Whether a code is asked for after the password."""
        return self.totp_secret is not None and self.totp_enabled_at is not None

    def get_id(self) -> str:
        """Return the identifier that Flask-Login stores in the cookie."""
        return self.session_key


class AccountSession(Base):
    """A browser that is logged in. The cookie holds a random key, the row only its SHA-256."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(45))
    device: Mapped[str] = mapped_column(String(200))
    """Browser and system, from the User-Agent header."""

    account: Mapped[User] = relationship()


class RecoveryCode(Base):
    """Opens an account once when its second factor is lost. Only its SHA-256 is stored."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class ApiKey(Base):
    """A key for scripts. Only its SHA-256 is stored: the key itself is long and random."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    """Values of `domain.accounts.Scope`."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(254))
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    def is_valid(self, now: datetime) -> bool:
        """Return whether the key is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class AttemptCount(Base):
    """Attempts at a secret in a window of time, of all processes together."""

    __tablename__ = "attempt_count"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of what is guarded and from whom: no address is stored."""
    attempts: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
