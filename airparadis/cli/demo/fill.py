"""Fill a throw-away instance with three weeks of tweets, votes, labels and incidents."""

import random
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from airparadis.cli.demo import texts
from airparadis.config.settings import Config
from airparadis.db.tables import Prediction, Source, Tweet
from airparadis.domain.accounts.roles import Role
from airparadis.domain.predictions.feedback import Ballot, CorrectedLabel
from airparadis.domain.predictions.label import leaning
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.domain.review.queue import Decision
from airparadis.jobs import radar
from airparadis.lib.errors import AssignmentError
from airparadis.ml.contract import Classifier
from airparadis.services.accounts import accounts
from airparadis.services.incidents import actions, handover, incidents, open_incidents
from airparadis.services.predictions import feedback
from airparadis.services.radar import ingest, streams
from airparadis.services.radar.preparing import Preparer, watched
from airparadis.services.radar.promote import promote
from airparadis.services.review import assignments, labels

SEED: Final = 7
HOURS: Final = 21 * 24
HOURLY: Final = 10
"""Tweets of a usual hour of the day; a third as many at night."""
BURST_HOURS: Final = 3
"""The last ones, in which the luggage belts have stopped."""
FOG_BEGINS: Final = 9 * 24
FOG_HOURS: Final = 4
"""A burst that is over: hours before the end in which fog grounds the fleet."""
JUDGED: Final = 120
ASSIGNED: Final = 6
"""The last ones; those among them that nobody has labelled wait for a colleague."""
UNCERTAIN_BELOW: Final = 0.66
COLLEAGUE: Final = "lea@example.org"

KINDS: Final = (texts.NEGATIVE, texts.POSITIVE, texts.NEUTRAL, texts.OTHERS)
WEIGHTS: Final = (16, 24, 24, 36)


def fill(
    session: Session, config: Config, classifier: Classifier, now: datetime, hours: int = HOURS
) -> int:
    """Store everything that the demonstration shows; return the number of tweets."""
    start = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours - 1)
    streams.add(session, "Azur Wings", ["@azurwings"], start)
    streams.add(session, "Nordvia", ["@nordvia"], start)
    session.commit()
    written = _tweets(random.Random(SEED), start, hours)  # noqa: S311 (no secret)
    tweets = [tweet for tweet in written if tweet.created_at <= now]
    preparer = Preparer(classifier, watched(session))
    for first in range(0, len(tweets), 1_000):
        ingest.keep(session, preparer.prepare(tweets[first : first + 1_000]), now)
        session.commit()
    accounts.create_user(session, COLLEAGUE, secrets.token_urlsafe(), Role.ANALYST, now)
    session.commit()
    if hours > FOG_BEGINS:
        _past_burst(session, config, start, hours)
    _score_by_api(session, now)
    _judge(session, config, now)
    radar.run_once(session, config, [], now)
    return len(tweets)


def _tweets(rng: random.Random, start: datetime, hours: int) -> Iterator[IncomingTweet]:
    number = 0
    for hour in range(hours):
        at = start + timedelta(hours=hour)
        usual = HOURLY if 6 <= at.hour < 22 else HOURLY // 3
        kinds = rng.choices(KINDS, WEIGHTS, k=rng.randint(usual, usual + 5))
        kinds += [texts.LUGGAGE] * (70 if hour >= hours - BURST_HOURS else 0)
        kinds += [texts.FOG] * (45 if 0 <= hour - (hours - FOG_BEGINS) < FOG_HOURS else 0)
        for kind in kinds:
            number += 1
            moment = at + timedelta(seconds=rng.randrange(3_600))
            text, author = texts.write(kind, rng), f"traveller{rng.randrange(900)}"
            yield IncomingTweet("demo", str(number), text, moment, author, rng.randrange(5_000))


def _past_burst(session: Session, config: Config, start: datetime, hours: int) -> None:
    """Let the radar look at the hours of fog and at the days after, as it did then."""
    begins = start + timedelta(hours=hours - FOG_BEGINS)
    for passed in (*range(1, FOG_HOURS + 1), 12, 24, 48, 72, 96):
        now = begins + timedelta(hours=passed)
        radar.run_once(session, config, [], now)
        if passed == FOG_HOURS:
            for incident in open_incidents.read(session).items:
                actions.acknowledge(session, incident.id, COLLEAGUE, now)
                handover.take(session, incident, COLLEAGUE)
                handover.add_note(session, incident.id, texts.NOTE, COLLEAGUE, now)
            session.commit()


def _score_by_api(session: Session, now: datetime) -> None:
    """Let a script have scored every other tweet: days for the dashboard and for drift."""
    rng = random.Random(SEED)  # noqa: S311 (no secret)
    scored = select(Tweet).where(Tweet.label.is_not(None), Tweet.created_at < now)
    for tweet in session.scalars(scored.order_by(Tweet.id).execution_options(yield_per=500)):
        if tweet.id % 2 or tweet.probability_positive is None or tweet.text is None:
            continue
        positive = tweet.probability_positive
        prediction = Prediction(
            text=tweet.text,
            label=leaning(positive),
            probability_positive=positive,
            uncertain=max(positive, 1 - positive) < UNCERTAIN_BELOW,
            neutral_probability=tweet.neutral_probability,
            model_version=tweet.model_version,
            source=Source.API,
            latency_ms=round(rng.uniform(0.7, 1.6), 3),
            created_at=tweet.created_at,
        )
        session.add(prediction)
    session.commit()


def _judge(session: Session, config: Config, now: datetime) -> None:
    """Vote on tweets of the last week, label half of them, let one error incident pass."""
    week = now - timedelta(days=7)
    found = select(Tweet.id).where(Tweet.created_at > week, Tweet.label.is_not(None))
    chosen = session.scalars(found.order_by(Tweet.id).limit(JUDGED * 3)).all()[::3]
    at = now - timedelta(days=4)
    for place, tweet_id in enumerate(chosen):
        moment = at + timedelta(minutes=20 * place)
        prediction = promote(session, tweet_id, UNCERTAIN_BELOW, moment)
        is_wrong = place % 9 == 4 or place in range(30, 33)
        moment = at + timedelta(minutes=20 * 30, seconds=place) if 30 <= place < 33 else moment
        label = CorrectedLabel.NEUTRAL if is_wrong else None
        ballot = Ballot(not is_wrong, label, None)
        feedback.vote(session, prediction.public_id, f"visitor:demo{place % 5}", ballot, moment)
        session.commit()
        if place % 2:
            _label(session, prediction, is_wrong, moment)
        elif place >= JUDGED - ASSIGNED:
            with suppress(AssignmentError):  # a text that she has labelled already
                assignments.assign(session, prediction.public_id, COLLEAGUE, COLLEAGUE, moment)
            session.commit()
        if place == 32:
            _error_incident(session, config, moment)


def _label(session: Session, prediction: Prediction, is_wrong: bool, now: datetime) -> None:
    decision = Decision.NEUTRAL if is_wrong else Decision(prediction.label or Decision.NEUTRAL)
    labels.give(session, prediction, COLLEAGUE, decision, now)
    session.commit()


def _error_incident(session: Session, config: Config, now: datetime) -> None:
    for minutes in (0, 30, 60):
        incidents.check_error_window(
            session, config.alert_policy, now + timedelta(seconds=5, minutes=minutes)
        )
        session.commit()
