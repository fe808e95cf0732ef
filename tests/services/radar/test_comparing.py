"""Streams beside each other."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from airparadis.domain.radar.enums import HOUR
from airparadis.services.radar.comparing import compare
from tests.support.streams import NOON, feed, stream, tweet


def test_tweets_are_counted_by_step_and_the_busiest_comes_first(session: Session) -> None:
    quiet = stream(session, "Quiet", ["quiet"])
    busy = stream(session, "Busy", ["busy"])
    feed(session, [tweet(f"q{n}", "quiet is bad", minutes=60 * n) for n in range(2)])
    feed(session, [tweet(f"b{n}", "busy is good", minutes=60 * n) for n in range(6)])
    found = compare(session, [quiet, busy], NOON, 2 * HOUR, 3)
    assert [one.stream.name for one in found] == ["Busy", "Quiet"]
    assert [list(one.tweets) for one in found] == [[2, 2, 2], [2, 0, 0]]
    assert found[1].negative_share() == pytest.approx(1)
    assert found[1].negative_share(2) is None
    assert compare(session, [], NOON, timedelta(hours=1), 1) == []
