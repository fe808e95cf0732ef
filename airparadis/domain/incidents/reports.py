"""How many predictions were reported wrong at once."""

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from airparadis.domain.incidents.window import Report


def peaks(reports: Iterable[Report], window: timedelta, starts: Sequence[datetime]) -> list[int]:
    """The most distinct predictions reported wrong within any window that ends in each bucket.

    This is what the alert's rule compares with its threshold: a bucket whose peak reaches it holds
    the moment at which an incident opens. Two reports exactly `window` apart share one.

    Args:
        reports: oldest first.
        window: length of the rule's window.
        starts: the beginning of each bucket, ascending; reports before the first only count as
            the past of those that follow.
    """
    highest = [0] * len(starts)
    inside: deque[Report] = deque()
    votes: Counter[int] = Counter()
    for report in reports:
        inside.append(report)
        votes[report.prediction_id] += 1
        while report.at - inside[0].at > window:
            gone = inside.popleft()
            votes[gone.prediction_id] -= 1
            if not votes[gone.prediction_id]:
                del votes[gone.prediction_id]
        place = bisect_right(starts, report.at) - 1
        if place >= 0:
            highest[place] = max(highest[place], len(votes))
    return highest
