"""The time for which texts and authors of imported tweets are kept."""

from datetime import datetime, timedelta

MAX_KEEP_DAYS = 3_650


def kept_until(keep_days: int | None, now: datetime) -> datetime | None:
    """Time until which an import's texts are kept, whatever their age; None: as all others."""
    return None if keep_days is None else now + timedelta(days=keep_days)


def parse_keep_days(text: str) -> int | None:
    """Read a number of days as a form sends it; None if it is left empty.

    Raises:
        ValueError: it is no whole number from 1 to `MAX_KEEP_DAYS`.
    """
    if not text.strip():
        return None
    days = int(text.strip()) if text.strip().isdecimal() and len(text.strip()) < 6 else 0
    if not 1 <= days <= MAX_KEEP_DAYS:
        raise ValueError(f"should be a whole number from 1 to {MAX_KEEP_DAYS}")
    return days
