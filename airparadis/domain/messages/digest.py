"""When the digest of a day is due."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from airparadis.domain.messages.quiet_hours import QuietHours

LATEST = timedelta(hours=12)
"""Later than this a digest is left out: the next one is nearer."""

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def parse_time(text: str) -> time:
    """Read a time of day such as `08:00`.

    Raises:
        ValueError: it is written otherwise.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("should be a time such as 08:00")
    return time(int(match[1]), int(match[2]))


def due_day(
    now: datetime, at: time, zone: ZoneInfo, quiet: QuietHours | None = None
) -> date | None:
    """The day whose digest is due, by the clocks of `zone`; None if none is.

    A digest is due from its time on until `LATEST` later, so that one that a stopped scheduler
    missed still leaves; quiet hours put it off until their end. A time that clocks skip is taken as
    before the change, of one that they repeat the first counts (PEP 495, fold 0).
    """
    if quiet and quiet.hold_until(now):
        return None
    today = now.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        due = datetime.combine(day, at, zone).astimezone(UTC)
        if due <= now:
            return day if now - due < LATEST else None
    return None
