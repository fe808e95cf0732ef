"""The table of the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from airparadis.db.base import Base


class AuditEntry(Base):
    """One administrative act. Rows are only ever added, in the transaction of the act itself."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(254), index=True)
    """An account's address, `key NAME`, `command line USER`, or `mail link`."""
    act: Mapped[str] = mapped_column(String(40), index=True)
    """A `domain.audit.Act`; stored as text, so that acts of other versions can be read."""
    target: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Further details, never a secret."""
    address: Mapped[str] = mapped_column(String(45))
    """Client's IP address; empty for commands."""
