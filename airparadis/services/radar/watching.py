"""Look at streams as a scheduler does: open, follow and resolve the incidents of bursts."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Burst, Incident, Stream, StreamTweet
from airparadis.domain.incidents import life_cycle
from airparadis.domain.incidents.incident import AlertPolicy, Cause, IncidentState
from airparadis.domain.incidents.window import Report, WindowRule
from airparadis.domain.radar.bursts import DAMPING, MAX_GAP
from airparadis.domain.radar.detection import MIN_TWEETS, Evidence
from airparadis.services.incidents.incidents import IncidentUpdate, apply_transition, snapshot_of
from airparadis.services.radar import history
from airparadis.services.radar.burst_report import tell
from airparadis.services.radar.evaluate import Sight, look, reach
from airparadis.services.radar.worsening import known_topics, worsening

RULE: Final = WindowRule(MIN_TWEETS, MAX_GAP)
"""Resolved when nothing has been unusual for `MAX_GAP`."""


def policy_of(alerts: AlertPolicy) -> AlertPolicy:
    """Return the alert policy of bursts, which are notified as often as errors are."""
    return AlertPolicy(RULE, alerts.repeat_after, DAMPING)


def check_stream(
    session: Session,
    stream: Stream,
    around: history.BySource,
    policy: AlertPolicy,
    now: datetime,
    zone: str = "UTC",
) -> IncidentUpdate | None:
    """Bring the incident of a stream in line with its tweets; the caller commits.

    Returns:
        The incident and the message that is due, if any; None without any incident.
    """
    since, until = reach(now)
    parts = history.series(session, stream, since, until, around, zone)
    sight = look(parts, now, stream.sensitivity.threshold)
    begin_write(session)
    incident = _latest(session, stream)
    if incident is None or incident.state is IncidentState.RESOLVED:
        return _open(session, stream, sight, policy, now, after=incident)
    return _follow(session, stream, incident, sight, policy, now)


def _latest(session: Session, stream: Stream) -> Incident | None:
    ours = select(Incident).where(Incident.cause == Cause.BURST, Incident.subject == str(stream.id))
    latest = ours.order_by(Incident.id.desc()).limit(1).with_for_update()
    return session.scalar(latest, execution_options={"populate_existing": True})


def _open(
    session: Session,
    stream: Stream,
    sight: Sight,
    policy: AlertPolicy,
    now: datetime,
    after: Incident | None,
) -> IncidentUpdate | None:
    if sight.loud is None or sight.began is None or sight.unusual_until is None:
        return None
    until = sight.unusual_until
    if after and until <= after.last_report_at:
        return None
    began = min(sight.began, until - sight.loud.window)
    trip = _reports(session, stream, max(began, after.last_report_at) if after else began, until)
    if not trip:
        return None
    if after and after.resolved_at and policy.is_flapping(after.resolved_at, trip):
        reports = _reports(session, stream, after.first_report_at, until)
        step = life_cycle.reopen(snapshot_of(after), reports, policy, now)
        change = apply_transition(after, step)
        _describe(session, stream, after, sight, now)
        return _told(change)
    incident = Incident(
        cause=Cause.BURST,
        subject=str(stream.id),
        threshold=policy.rule.threshold,
        window_seconds=int(policy.rule.window.total_seconds()),
        opened_at=now,
    )
    session.add(incident)
    change = apply_transition(incident, life_cycle.open_incident(trip, now))
    _describe(session, stream, incident, sight, now)
    session.flush()
    return _told(change)


def _follow(
    session: Session,
    stream: Stream,
    incident: Incident,
    sight: Sight,
    policy: AlertPolicy,
    now: datetime,
) -> IncidentUpdate:
    until = sight.unusual_until
    reports: list[Report] = []
    if until is not None and until > incident.last_report_at:
        reports = _reports(session, stream, incident.first_report_at, until)
    worse = None
    if reports:
        _describe(session, stream, incident, sight, now, until=reports[-1].at)
        worse = worsening(incident, policy, now)
    change = apply_transition(
        incident, life_cycle.advance(snapshot_of(incident), reports, policy, now, worse)
    )
    return _told(change)


def _reports(session: Session, stream: Stream, since: datetime, until: datetime) -> list[Report]:
    tweets = select(StreamTweet.tweet_id, StreamTweet.created_at).where(
        StreamTweet.stream_id == stream.id,
        StreamTweet.created_at >= since,
        StreamTweet.created_at < until,
    )
    rows = session.execute(tweets.order_by(StreamTweet.created_at))
    return [Report(number, at) for number, at in rows]


def _describe(
    session: Session,
    stream: Stream,
    incident: Incident,
    sight: Sight,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Store the evidence of the worst moment, and what is being said by now."""
    end = max(incident.last_report_at, until or incident.last_report_at)
    story = tell(session, stream, incident.first_report_at, end)
    burst = incident.burst
    if burst is None:
        assert sight.loud is not None  # noqa: S101 (nothing else opens an incident)
        burst = incident.burst = Burst(stream_id=stream.id, stream=stream, severity=0)
    if sight.worst is not None and (sight.severity, sight.worst.tweets) > (
        burst.severity,
        burst.tweets or 0,
    ):
        burst.severity = sight.severity
        _keep(burst, sight.worst)
    burst.story, burst.updated_at = story, now


def _keep(burst: Burst, evidence: Evidence) -> None:
    values = asdict(evidence)
    window: timedelta = values.pop("window")
    burst.window_seconds = int(window.total_seconds())
    for name, value in values.items():  # the columns have the fields' names
        setattr(burst, name, value)


def _told(change: IncidentUpdate) -> IncidentUpdate:
    """Remember what the message that is due says of a burst."""
    burst = change.incident.burst
    if change.notice is not None and burst is not None:
        burst.told_severity = max(burst.severity, burst.told_severity or 0)
        burst.told_topics = sorted({*(burst.told_topics or ()), *known_topics(burst)})
    return change
