"""Saved views: lists with their filters, kept by an account under a name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import SavedView, User
from airparadis.lib.errors import SavedViewError

MAX_VIEWS: Final = 30
"""Views of an account."""
MAX_NAME: Final = 60
MAX_ADDRESS: Final = 500


def views_of(session: Session, account: User) -> Sequence[SavedView]:
    """Return the views of an account, by name."""
    own = select(SavedView).where(SavedView.account_id == account.id)
    return session.scalars(own.order_by(SavedView.name)).all()


def save(session: Session, account: User, name: str, address: str, now: datetime) -> SavedView:
    """Keep a page under a name; a name that is taken is given to the new page. The caller commits.

    Raises:
        SavedViewError: the name is empty or too long, the address too long, or there are too many.
    """
    name = " ".join(name.replace("\0", "").split())
    if not 0 < len(name) <= MAX_NAME or len(address) > MAX_ADDRESS:
        raise SavedViewError("name" if len(address) <= MAX_ADDRESS else "address")
    begin_write(session)
    own = select(SavedView).where(SavedView.account_id == account.id)
    known = session.scalar(own.where(SavedView.name == name))
    if known is not None:
        known.address = address
        return known
    if (session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= MAX_VIEWS:
        raise SavedViewError("many")
    view = SavedView(account_id=account.id, name=name, address=address, created_at=now)
    session.add(view)
    return view


def remove(session: Session, account: User, view_id: int) -> None:
    """Delete a view of an account; harmless if it is gone. The caller commits."""
    begin_write(session)
    mine = (SavedView.id == view_id, SavedView.account_id == account.id)
    session.execute(delete(SavedView).where(*mine))
