"""A second crisis inside an open burst: a jump in severity, or a topic not reported so far."""

from datetime import datetime, timedelta
from typing import Any, Final

from airparadis.db.tables import Burst, Incident
from airparadis.domain.incidents.incident import AlertPolicy

SEVERITY_JUMP: Final = 2
HIGH_SEVERITY: Final = 8
"""Reaching it is worth a message, however small the step."""

MIN_GAP: Final = timedelta(minutes=15)
"""Time between two messages: a burst that is just rising is one crisis."""

MIN_TOPIC_TWEETS: Final = 5
MIN_TOPIC_SHARE: Final = 0.2
"""Share of a burst's tweets; a smaller topic is no second crisis."""


def worsening(incident: Incident, policy: AlertPolicy, now: datetime) -> dict[str, Any] | None:
    """Return what is worth another message about an open burst, as the detail of its event.

    A new topic is reported once per repeat interval at most.
    """
    burst = incident.burst
    if burst is None:
        return None
    told, since = burst.told_severity, incident.alerted_at
    if since and now - since < MIN_GAP:
        return None
    if burst.severity >= told + SEVERITY_JUMP or told < HIGH_SEVERITY <= burst.severity:
        return {"severity": burst.severity, "before": told}
    if policy.repeat_after is None or (since and now - since < policy.repeat_after):
        return None
    new = [name for name in _large_topics(burst) if name not in burst.told_topics]
    return {"topic": new[0]} if new else None


def known_topics(burst: Burst) -> set[str]:
    """Return the topics that a message about a burst names."""
    return {found["topic"] for found in burst.story.get("topics", ())}


def _large_topics(burst: Burst) -> list[str]:
    return [
        found["topic"]
        for found in burst.story.get("topics", ())
        if found["count"] >= MIN_TOPIC_TWEETS and found["share"] >= MIN_TOPIC_SHARE
    ]
