"""A backtest of an alert rule on recent reports."""

from collections.abc import Iterable
from datetime import datetime

from airparadis.domain.incidents.incident import AlertPolicy
from airparadis.domain.incidents.window import Report, SlidingWindow


def replay(reports: Iterable[Report], policy: AlertPolicy) -> list[datetime]:
    """Return when incidents would have been opened, oldest first, in linear time.

    An incident collects reports until a whole window passes without one; a trip within the damping
    span after that reopens it instead of opening another. Acknowledging and snoozing are not
    replayed.
    """
    opened: list[datetime] = []
    recent = SlidingWindow(policy.rule.window)
    resolved_at: datetime | None = None  # of the current or the last incident
    is_running = False
    for report in sorted(reports, key=lambda report: report.at):
        is_running = is_running and resolved_at is not None and report.at <= resolved_at
        if not is_running:
            recent.add(report)
            if recent.prediction_count < policy.rule.threshold:
                continue
            if resolved_at is None or not policy.is_flapping(resolved_at, [report]):
                opened.append(report.at)
            recent.clear()
            is_running = True
        resolved_at = report.at + policy.rule.window
    return opened
