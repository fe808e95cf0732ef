"""Hours of local clocks: the offset of a zone at every hour, over changes of the clocks."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.radar.enums import HOUR

Ints = NDArray[np.int64]
WEEK: Final = 7 * 24
_THURSDAY: Final = 3 * 24
"""1970 began on a Thursday; weeks begin on Monday."""


@lru_cache(256)
def zone_offsets(zone: str, start: int, hours: int) -> Ints:
    """Return how many hours a zone is ahead of UTC at consecutive hours, read-only, shape (hours,).

    Args:
        zone: a name such as Europe/Paris.
        start: the first hour, since 1970 in UTC.
        hours: how many.
    """
    offsets = np.zeros(hours, dtype=np.int64)
    known = ZoneInfo(zone)
    for day in range(0, hours, 24):
        ends = [_offset(known, start + hour) for hour in (day, min(day + 24, hours) - 1)]
        if ends[0] == ends[1]:
            offsets[day : day + 24] = ends[0]
        else:  # the clocks change within these hours
            part = range(day, min(day + 24, hours))
            offsets[day : day + 24] = [_offset(known, start + hour) for hour in part]
    offsets.flags.writeable = False
    return offsets


def _offset(zone: ZoneInfo, hour: int) -> int:
    at = datetime.fromtimestamp(hour * 3600, UTC).astimezone(zone)
    return round((at.utcoffset() or 0 * HOUR) / HOUR)


def hour_of_week(local_hours: Ints) -> Ints:
    """Convert hours of a local clock since 1970 to 0-167 from Monday midnight."""
    return (local_hours + _THURSDAY) % WEEK
