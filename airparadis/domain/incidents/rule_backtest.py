"""What a rule would have done: the past run through it again."""

from collections.abc import Iterable
from datetime import datetime

from airparadis.domain.incidents.incident import AlertPolicy
from airparadis.domain.incidents.window import Report, SlidingWindow


def replay(reports: Iterable[Report], policy: AlertPolicy) -> list[datetime]:
    """When incidents would have been opened, oldest first; in linear time.

    An incident takes in reports until a whole window passes without one; a trip that comes within
    the damping span after that takes it up again instead of opening another. Buttons that people
    would have pressed are not replayed.
    """
    opened: list[datetime] = []
    past = SlidingWindow(policy.rule.window)
    resolved_at: datetime | None = None  # of the incident that runs, or ran last
    is_running = False
    for report in sorted(reports, key=lambda each: each.at):
        is_running = is_running and resolved_at is not None and report.at <= resolved_at
        if not is_running:
            past.add(report)
            if past.predictions < policy.rule.threshold:
                continue
            if resolved_at is None or not policy.is_flapping(resolved_at, [report]):
                opened.append(report.at)
            past.clear()
            is_running = True
        resolved_at = report.at + policy.rule.window
    return opened
