"""Insert counts, or add them to those stored."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from airparadis.db.base import Base


def add_counts(
    session: Session, model: type[Base], rows: Sequence[dict[str, Any]], counts: Iterable[str]
) -> None:
    """Insert rows; where one of the same primary key is stored, add to its counts.

    Args:
        session: the database; the caller commits.
        model: the table.
        rows: values by column; keys may repeat.
        counts: names of the columns to add to.
    """
    if not rows:
        return
    table = cast(Table, model.__table__)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table)
    sums = {name: table.c[name] + insert.excluded[name] for name in counts}
    keys = [column.name for column in table.primary_key]
    session.execute(insert.on_conflict_do_update(index_elements=keys, set_=sums), rows)
