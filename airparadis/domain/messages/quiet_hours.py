"""Hours in which nobody is written to unless much is wrong."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from airparadis.domain.incidents.incident import Notice

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_DAY = timedelta(days=1)


def parse_hours(text: str) -> tuple[time, time]:
    """Read hours such as `22:00-07:00`; the end may lie on the next day.

    Raises:
        ValueError: they are written otherwise, or have no length.
    """
    match = _HOURS.fullmatch(text)
    if match is None or match.group(1, 2) == match.group(3, 4):
        raise ValueError("should be hours such as 22:00-07:00")
    hours = [int(part) for part in match.groups()]
    return time(hours[0], hours[1]), time(hours[2], hours[3])


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Every day from `start` up to, not including, `end`, by the clocks of `zone`."""

    start: time
    end: time
    zone: ZoneInfo
    break_at: int = 0
    """Reports from which an incident is told all the same; 0: never."""

    def hold_until(self, moment: datetime, reports: int = 0) -> datetime | None:
        """The end of the quiet hours that `moment` lies in, in UTC; None if it may be told now.

        An hour that clocks skip is as long as the clocks say; of one that they repeat, the first
        counts (PEP 495, fold 0).
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


def combined(held: Notice | None, new: Notice) -> Notice:
    """What one message says instead of one that was held back and a newer one."""
    if held not in {Notice.OPENED, Notice.PASSED}:
        return new
    return Notice.PASSED if new in {Notice.RESOLVED, Notice.PASSED} else Notice.OPENED
