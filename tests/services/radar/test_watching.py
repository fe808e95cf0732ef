"""A burst opens one incident for its stream, goes on with it, and resolves it by quiet."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.db.tables import Incident, Stream
from airparadis.domain.incidents.incident import (
    AlertPolicy,
    Cause,
    EventKind,
    IncidentState,
    Notice,
)
from airparadis.domain.incidents.window import WindowRule
from airparadis.domain.radar.backtest import replay
from airparadis.services.incidents import actions, incidents, listing, open_incidents
from airparadis.services.incidents.incidents import IncidentUpdate
from airparadis.services.radar import history
from airparadis.services.radar.evaluate import reach
from airparadis.services.radar.watching import check_stream, policy_of
from tests.support.streams import NOON, feed, stream, tweet

ALERTS = AlertPolicy(WindowRule(3, timedelta(minutes=5)))
BURST = 4 * 24 * 60
"""Minutes from noon to the burst."""


@pytest.fixture
def watched(session: Session) -> Stream:
    """Four days of other tweets, then eight angry ones about the stream."""
    made = stream(session)
    feed(session, [tweet(f"b{n}", "good morning", minutes=20 * n) for n in range(4 * 72)])
    texts = [f"air france is bad, my bag number{n} is lost" for n in range(7)]
    feed(session, [tweet(f"s{n}", text, BURST + n, reach=n) for n, text in enumerate(texts)])
    feed(session, [tweet("copy", "RT @x: " + texts[0], BURST + 8)])
    return made


def check(session: Session, of: Stream, minutes: float) -> IncidentUpdate | None:
    now = NOON + timedelta(minutes=BURST + minutes)
    around = history.background(session, *reach(now))
    change = check_stream(session, of, around, policy_of(ALERTS), now)
    session.commit()
    return change


def test_nothing_opens_before_a_burst(session: Session, watched: Stream) -> None:
    assert check(session, watched, -1) is None


def test_a_burst_opens_an_incident_that_tells_what_is_said(
    session: Session, watched: Stream
) -> None:
    change = check(session, watched, 10)
    assert change is not None
    assert change.has_opened
    assert change.notice is Notice.OPENED
    incident = change.incident
    assert (incident.cause, incident.subject) == (Cause.BURST, str(watched.id))
    assert incident.first_report_at == NOON + timedelta(minutes=BURST)
    burst = incident.burst
    assert burst is not None
    assert (burst.tweets, burst.negative) == (8, 8)
    assert burst.usual_tweets < 0.1
    assert {"bag", "lost"} & {
        word for term in burst.story["terms"] for word in term["term"].split()
    }
    assert burst.story["reasons"][0] == {"reason": "lost_luggage", "count": 8}
    assert burst.story["quotes"][0]["copies"] == 8
    assert burst.story["pace"]["last_hour"] == 8
    assert len(burst.story["first"]) == 3


def test_a_second_look_opens_nothing_and_says_nothing(session: Session, watched: Stream) -> None:
    check(session, watched, 10)
    change = check(session, watched, 11)
    assert change is not None
    assert change.notice is None
    assert len(session.scalars(select(Incident)).all()) == 1


def test_further_tweets_belong_to_it(session: Session, watched: Stream) -> None:
    check(session, watched, 10)
    feed(session, [tweet(f"t{n}", "air france hate", BURST + 40 + n / 9) for n in range(3)])
    change = check(session, watched, 46)
    assert change is not None
    assert change.incident.report_count == 11
    assert change.incident.events[-1].kind is EventKind.REPORTED


def test_a_second_crisis_is_told_though_the_first_was_acknowledged(
    session: Session, watched: Stream
) -> None:
    opened = check(session, watched, 10)
    assert opened is not None
    assert opened.incident.burst is not None
    before = opened.incident.burst.severity
    now = NOON + timedelta(minutes=BURST + 12)
    actions.acknowledge(session, opened.incident.id, "lea@example.org", now)
    session.commit()
    feed(
        session, [tweet(f"w{n}", "hate air france crash", BURST + 40 + n / 50) for n in range(200)]
    )
    change = check(session, watched, 46)
    assert change is not None
    assert (change.notice, change.incident.state) == (Notice.WORSENED, IncidentState.OPEN)
    assert change.incident.acknowledged_by is None
    burst = change.incident.burst
    assert burst is not None
    assert burst.severity >= before + 2
    assert burst.tweets > 100, "the figures are of the worst moment"
    event = change.incident.events[-1]
    assert (event.kind, event.detail) == (
        EventKind.WORSENED,
        {"severity": burst.severity, "before": before},
    )
    again = check(session, watched, 47)
    assert again is not None
    assert again.notice is None, "the same is not told twice"


def test_a_few_tweets_are_named_by_what_they_share(session: Session, watched: Stream) -> None:
    change = check(session, watched, 10)
    assert change is not None
    assert change.incident.burst is not None
    assert "bag" in change.incident.burst.story["terms"][0]["term"]


def test_a_stream_that_is_not_about_flying_blames_no_crew(session: Session) -> None:
    made = stream(session, "Choco", ["choco"])
    feed(session, [tweet(f"b{n}", "good morning", minutes=20 * n) for n in range(4 * 72)])
    texts = [f"choco is rude and late, worst service number{n}" for n in range(8)]
    feed(session, [tweet(f"s{n}", text, BURST + n) for n, text in enumerate(texts)])
    change = check(session, made, 10)
    assert change is not None
    assert change.incident.burst is not None
    assert change.incident.burst.story["reasons"] == []


def test_quiet_resolves_it_and_says_so(session: Session, watched: Stream) -> None:
    check(session, watched, 10)
    feed(session, [tweet(f"c{n}", "good morning", BURST + 20 * n) for n in range(30)])
    change = check(session, watched, 9 * 60)
    assert change is not None
    assert change.has_resolved
    assert change.notice is Notice.RESOLVED
    assert check(session, watched, 9 * 60 + 5) is None


def test_what_comes_back_soon_is_the_same_incident(session: Session, watched: Stream) -> None:
    check(session, watched, 10)
    feed(session, [tweet(f"c{n}", "good morning", BURST + 20 * n) for n in range(50)])
    check(session, watched, 9 * 60)
    again = 10 * 60
    feed(session, [tweet(f"r{n}", "hate air france", BURST + again + n) for n in range(30)])
    change = check(session, watched, again + 31)
    assert change is not None
    assert change.incident.state is IncidentState.OPEN
    assert change.incident.events[-1].kind is EventKind.REOPENED
    assert len(session.scalars(select(Incident)).all()) == 1


def test_the_buttons_are_those_of_every_incident(session: Session, watched: Stream) -> None:
    change = check(session, watched, 10)
    assert change is not None
    now = NOON + timedelta(minutes=BURST + 12)
    incident = actions.acknowledge(session, change.incident.id, "lea@example.org", now)
    session.commit()
    assert incident.state is IncidentState.ACKNOWLEDGED


def test_errors_and_bursts_do_not_meet(session: Session, watched: Stream) -> None:
    check(session, watched, 10)
    now = NOON + timedelta(minutes=BURST + 20)
    assert incidents.check_error_window(session, ALERTS, now) is None
    assert open_incidents.read(session).errors == 0
    assert len(listing.recent(session)) == 1
    assert listing.reported_predictions(session, listing.recent(session)[0]) == []


def test_a_burst_that_is_seen_late_began_when_it_began(session: Session, watched: Stream) -> None:
    """A file imported in one go, or a scheduler that was away."""
    texts = [tweet(f"l{n}", "hate air france", BURST + 10 + 3 * n) for n in range(100)]
    feed(session, texts)
    change = check(session, watched, 5 * 60)
    assert change is not None
    assert change.incident.first_report_at == NOON + timedelta(minutes=BURST)
    assert change.incident.report_count >= 100
    burst = change.incident.burst
    assert burst is not None
    around = history.background(session, *reach(change.incident.opened_at))
    since, until = reach(change.incident.opened_at)
    [past] = history.series(session, watched, since, until, around)
    [alert] = replay(past, watched.sensitivity)
    assert burst.severity == alert.burst.severity, "as if it had been seen in time"


def test_an_earlier_incident_keeps_its_tweets(session: Session, watched: Stream) -> None:
    first = check(session, watched, 10)
    assert first is not None
    feed(session, [tweet(f"c{n}", "good morning", BURST + 20 * n) for n in range(90)])
    check(session, watched, 9 * 60)
    again = BURST + 24 * 60
    feed(session, [tweet(f"r{n}", "hate air france", again + n) for n in range(30)])
    second = check(session, watched, 24 * 60 + 31)
    assert second is not None
    assert second.incident.id != first.incident.id
    assert second.incident.first_report_at == NOON + timedelta(minutes=again)
