"""The alert rule: too many distinct predictions reported wrong in a short time."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_THRESHOLD = 1_000
MAX_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Report:
    """A prediction reported wrong."""

    prediction_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WindowRule:
    """A rule that trips on `threshold` distinct predictions reported wrong within `window`."""

    threshold: int
    window: timedelta

    @property
    def minutes(self) -> int:
        """The length of the window, in whole minutes."""
        return int(self.window.total_seconds()) // 60

    def first_trip(self, reports: Iterable[Report]) -> list[Report] | None:
        """Return the reports of the earliest window that trips the rule, oldest first, or None.

        Windows end at reports, not at the time of the check, so a late check or a stopped scheduler
        misses nothing. Two reports exactly `window` apart share one. A prediction counts once,
        however many voters reported it.
        """
        inside = SlidingWindow(self.window)
        for report in sorted(reports, key=lambda report: report.at):
            inside.add(report)
            if inside.prediction_count >= self.threshold:
                return list(inside.reports)
        return None

    def is_quiet(self, last_report_at: datetime, now: datetime) -> bool:
        """Return whether a whole window has passed since the last report."""
        return now - last_report_at > self.window


class SlidingWindow:
    """The reports of the last span of time; adding one takes amortised constant time."""

    def __init__(self, span: timedelta) -> None:
        self.span = span
        self.reports: deque[Report] = deque()
        self._votes: Counter[int] = Counter()

    @property
    def prediction_count(self) -> int:
        """The number of distinct predictions reported."""
        return len(self._votes)

    def add(self, report: Report) -> None:
        """Add a report no older than the last one; drop those more than a span older."""
        self.reports.append(report)
        self._votes[report.prediction_id] += 1
        while report.at - self.reports[0].at > self.span:
            self._drop(self.reports.popleft())

    def clear(self) -> None:
        """Drop all reports."""
        self.reports.clear()
        self._votes.clear()

    def _drop(self, report: Report) -> None:
        self._votes[report.prediction_id] -= 1
        if not self._votes[report.prediction_id]:
            del self._votes[report.prediction_id]


def distinct_predictions(reports: Sequence[Report]) -> set[int]:
    """Return the ids of the predictions that the reports are about."""
    return {report.prediction_id for report in reports}
