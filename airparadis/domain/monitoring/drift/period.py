"""A period that a reader chooses as reference, day by day."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

DAY: Final = timedelta(days=1)

Period = tuple[datetime, datetime]
"""Start and end; the end is not part of it."""


class PeriodFault(StrEnum):
    """A reason why two days are no period."""

    MISSING = "missing"
    """One of them is not given, or is no day."""
    ORDER = "order"
    """The last is before the first."""


def make_period(first: datetime | None, last: datetime | None) -> Period | PeriodFault:
    """Return the period of two days, the last included.

    Args:
        first: beginning of the first day; None if there is none.
        last: beginning of the last day.
    """
    if first is None or last is None:
        return PeriodFault.MISSING
    return PeriodFault.ORDER if last < first else (first, last + DAY)
