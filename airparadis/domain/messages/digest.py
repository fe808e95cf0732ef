"""The schedule of the daily digest."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from airparadis.domain.messages.quiet_hours import QuietHours

MAX_DELAY = timedelta(hours=12)
"""A digest later than this is skipped: the next one is nearer."""

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def parse_time(text: str) -> time:
    """Parse a time of day such as `08:00`.

    Raises:
        ValueError: it has another format.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("should be a time such as 08:00")
    return time(int(match[1]), int(match[2]))


def due_day(
    now: datetime, at: time, zone: ZoneInfo, quiet: QuietHours | None = None
) -> date | None:
    """Return the day whose digest is due in `zone`, or None.

    A digest is due from its time until `MAX_DELAY` later, so that one missed by a stopped scheduler
    is still sent; quiet hours delay it to their end. For a time skipped or repeated by a clock
    change, the first counts (PEP 495, fold 0).
    """
    if quiet and quiet.hold_until(now):
        return None
    today = now.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        due = datetime.combine(day, at, zone).astimezone(UTC)
        if due <= now:
            return day if now - due < MAX_DELAY else None
    return None
