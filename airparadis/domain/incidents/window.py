"""The error-window rule: too many distinct predictions reported wrong in a short time."""

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
    """Trips when `threshold` distinct predictions are reported wrong within `window`."""

    threshold: int
    window: timedelta

    @property
    def minutes(self) -> int:
        """Length of the window, in whole minutes."""
        return int(self.window.total_seconds()) // 60

    def first_trip(self, reports: Iterable[Report]) -> list[Report] | None:
        """The reports of the earliest window that trips the rule, oldest first, or None.

        Windows are laid over the times of the reports, not over the clock of whoever asks: a
        check that comes late, or a scheduler that was down, misses nothing. Two reports exactly
        `window` apart still share one. A prediction counts once, however many voters reported it.
        """
        inside = SlidingWindow(self.window)
        for report in sorted(reports, key=lambda each: each.at):
            inside.add(report)
            if inside.predictions >= self.threshold:
                return list(inside.reports)
        return None

    def is_quiet(self, last_report_at: datetime, now: datetime) -> bool:
        """Whether a whole window has passed since the last report."""
        return now - last_report_at > self.window


class SlidingWindow:
    """The reports of the last span of time, as time goes on; each is added and dropped once."""

    def __init__(self, span: timedelta) -> None:
        self.span = span
        self.reports: deque[Report] = deque()
        self._votes: Counter[int] = Counter()

    @property
    def predictions(self) -> int:
        """How many distinct predictions the reports are about."""
        return len(self._votes)

    def add(self, report: Report) -> None:
        """Take in a report no older than the last, and let go of those more than a span older."""
        self.reports.append(report)
        self._votes[report.prediction_id] += 1
        while report.at - self.reports[0].at > self.span:
            self._drop(self.reports.popleft())

    def clear(self) -> None:
        """Begin anew."""
        self.reports.clear()
        self._votes.clear()

    def _drop(self, report: Report) -> None:
        self._votes[report.prediction_id] -= 1
        if not self._votes[report.prediction_id]:
            del self._votes[report.prediction_id]


def distinct(reports: Sequence[Report]) -> set[int]:
    """The predictions that the reports are about."""
    return {report.prediction_id for report in reports}
