"""What a rule would have done: the past run through it again."""

from collections import Counter, deque
from collections.abc import Iterable
from datetime import datetime

from airparadis.domain.incident import AlertPolicy
from airparadis.domain.window import Report


def replay(reports: Iterable[Report], policy: AlertPolicy) -> list[datetime]:
    """When incidents would have been opened, oldest first; in linear time.

    An incident takes in reports until a whole window passes without one; a trip that comes within
    the damping span after that takes it up again instead of opening another. Buttons that people
    would have pressed are not replayed.
    """
    opened: list[datetime] = []
    past = _Window(policy)
    running_until = None  # when the incident that runs, or ran last, is resolved
    for report in sorted(reports, key=lambda each: each.at):
        is_running = running_until is not None and past.is_empty and report.at <= running_until
        if not is_running and not past.trips_with(report):
            continue
        if not is_running:
            past.clear()
            if running_until is None or report.at - running_until > past.damping:
                opened.append(report.at)
        running_until = report.at + policy.rule.window
    return opened


class _Window:
    """The reports of the last window, and how many predictions they are about."""

    def __init__(self, policy: AlertPolicy) -> None:
        self.rule = policy.rule
        self.damping = policy.rule.window if policy.damping is None else policy.damping
        self._reports: deque[Report] = deque()
        self._votes: Counter[int] = Counter()

    @property
    def is_empty(self) -> bool:
        return not self._reports

    def clear(self) -> None:
        self._reports.clear()
        self._votes.clear()

    def trips_with(self, report: Report) -> bool:
        """Take a report in, let go of those a window older, and see whether that is enough."""
        self._reports.append(report)
        self._votes[report.prediction_id] += 1
        while report.at - self._reports[0].at > self.rule.window:
            gone = self._reports.popleft()
            self._votes[gone.prediction_id] -= 1
            if not self._votes[gone.prediction_id]:
                del self._votes[gone.prediction_id]
        return len(self._votes) >= self.rule.threshold
