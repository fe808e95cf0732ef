"""Quiet hours, in which only serious incidents are notified."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from airparadis.domain.incidents.incident import Notice

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_DAY = timedelta(days=1)


def parse_hours(text: str) -> tuple[time, time]:
    """Parse hours such as `22:00-07:00`; the end may be on the next day.

    Raises:
        ValueError: they have another format, or no length.
    """
    match = _HOURS.fullmatch(text)
    if match is None or match.group(1, 2) == match.group(3, 4):
        raise ValueError("should be hours such as 22:00-07:00")
    hours = [int(part) for part in match.groups()]
    return time(hours[0], hours[1]), time(hours[2], hours[3])


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours from `start` up to, but not including, `end` of every day in `zone`."""

    start: time
    end: time
    zone: ZoneInfo
    break_at: int = 0
    """Reports from which an incident is notified anyway; 0: never."""

    def hold_until(self, moment: datetime, reports: int = 0) -> datetime | None:
        """Return the end (UTC) of the quiet hours around `moment`; None to notify now.

        For a time skipped or repeated by a clock change, the first counts (PEP 495, fold 0).
        """
        if self.break_at and reports >= self.break_at:
            return None
        today = moment.astimezone(self.zone).date()
        for day in (today - _DAY, today):
            last = day if self.start < self.end else day + _DAY
            begins = datetime.combine(day, self.start, self.zone).astimezone(UTC)
            ends = datetime.combine(last, self.end, self.zone).astimezone(UTC)
            if begins <= moment < ends:
                return ends
        return None


def merge_notices(held: Notice | None, new: Notice) -> Notice:
    """Return the notice of one message that replaces a held one and a newer one."""
    if held is Notice.WORSENED and new is Notice.REMINDER:
        return held
    if held not in {Notice.OPENED, Notice.PASSED}:
        return new
    return Notice.PASSED if new in {Notice.RESOLVED, Notice.PASSED} else Notice.OPENED
