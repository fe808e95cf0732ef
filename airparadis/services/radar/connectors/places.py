"""Places in several timelines or feeds of one source, stored together in its state."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import SourceState
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.services.radar.accept import take
from airparadis.services.radar.connectors import states
from airparadis.services.radar.connectors.connector import Intake
from airparadis.services.radar.preparing import StreamMatcher


def stored_places(session: Session, connector: str) -> dict[str, Any]:
    """Return what is stored of each, by its name; ends the transaction."""
    state = session.get(SourceState, connector, populate_existing=True)
    places: dict[str, Any] = json.loads(state.cursor) if state and state.cursor else {}
    session.rollback()  # nothing waits for a network in a transaction
    return places


def store(
    intake: Intake,
    connector: str,
    posts: list[IncomingTweet],
    matcher: StreamMatcher,
    places: Mapping[str, Any],
    now: datetime,
    *,
    is_heard: bool = True,
) -> int:
    """Store the posts that match a stream and the places behind them.

    Args:
        intake: session and model; everything is committed.
        connector: whose state holds the places.
        posts: what was fetched.
        matcher: of the streams that hear the source.
        places: of each timeline or feed, as JSON.
        now: the time.
        is_heard: whether the source answered as it should, all of it.

    Returns:
        How many posts are new.
    """
    session, new = intake.session, 0
    wanted = [post for post in posts if matcher.match(post.text, post.language, post.source)]
    if wanted:
        new = take(session, intake.classifier(), wanted, now).new  # begins to write
    else:
        begin_write(session)
    if is_heard:
        states.mark_heard(session, connector, now)
    states.source_state(session, connector, now).cursor = json.dumps(dict(places))
    session.commit()
    return new
