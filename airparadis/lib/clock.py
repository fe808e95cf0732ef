"""The clock of the process."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the current time in UTC; rules and services take it as an argument."""
    return datetime.now(UTC)
