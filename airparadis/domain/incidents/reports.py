"""Peak counts of predictions reported wrong at about the same time."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from airparadis.domain.incidents.window import Report, SlidingWindow


def peaks(reports: Iterable[Report], window: timedelta, starts: Sequence[datetime]) -> list[int]:
    """Count the most distinct predictions reported within any window that ends in each bucket.

    The alert rule compares these counts with its threshold: an incident opens in a bucket whose
    peak reaches it. Two reports exactly `window` apart share one.

    Args:
        reports: oldest first.
        window: length of the rule's window.
        starts: the start of each bucket, ascending; reports before the first only fill the windows
            of later ones.
    """
    highest = [0] * len(starts)
    recent = SlidingWindow(window)
    for report in reports:
        recent.add(report)
        bucket = bisect_right(starts, report.at) - 1
        if bucket >= 0:
            highest[bucket] = max(highest[bucket], recent.prediction_count)
    return highest
