"""The audit log: written with the acts it records, read latest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from airparadis.db.tables import AuditEntry
from airparadis.domain.audit import Act

ADDRESS = "address"
"""Under this name a session's `info` says where its request came from."""
MAX_TARGET = 500
PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """The filter of the audit log; empty fields do not restrict."""

    kind: str = ""
    """Type of target: `account`, `key`, `model`…"""
    actor: str = ""
    target: str = ""


def record(
    session: Session,
    actor: str,
    act: Act,
    target: str = "",
    *,
    now: datetime,
    address: str | None = None,
    **detail: Any,
) -> None:
    """Write an entry into the transaction of the act it records; the caller commits both.

    Args:
        session: that of the act.
        actor: an account's address, or what else acts.
        act: what was done.
        target: on what, by the name people know it by.
        now: the time to record.
        address: where it was asked from; None for what the session's `info` says.
        detail: what else there is to know, as JSON; never a secret.
    """
    if address is None:
        address = session.info.get(ADDRESS, "")
    target = target.replace("\0", "")[:MAX_TARGET]
    entry = AuditEntry(at=now, actor=actor[:254], act=act.value, target=target, detail=detail)
    entry.address = address[:45]
    session.add(entry)


def entries(
    session: Session, chosen: Filter, before: int | None = None, size: int = PAGE
) -> Sequence[AuditEntry]:
    """Up to `size` entries, latest first; `before` is the number of the last one seen."""
    query = _chosen(chosen).limit(size)
    return session.scalars(query if before is None else query.where(AuditEntry.id < before)).all()


def every_entry(session: Session, chosen: Filter) -> Iterator[AuditEntry]:
    """All of them, read while they are used."""
    yield from session.scalars(_chosen(chosen).execution_options(yield_per=500))


def _chosen(chosen: Filter) -> Select[AuditEntry]:
    query = select(AuditEntry).order_by(AuditEntry.id.desc())
    if chosen.kind:
        query = query.where(AuditEntry.act.startswith(f"{chosen.kind}.", autoescape=True))
    if chosen.actor:
        query = query.where(AuditEntry.actor.icontains(chosen.actor, autoescape=True))
    if chosen.target:
        query = query.where(AuditEntry.target.icontains(chosen.target, autoescape=True))
    return query
