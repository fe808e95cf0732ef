"""The demonstration's instance."""

import random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.cli.demo import texts
from airparadis.cli.demo.fill import KINDS, fill
from airparadis.config.settings import Config
from airparadis.db.tables import Feedback, Incident, ReviewLabel, Tweet
from airparadis.domain.incidents.incident import Cause, IncidentState
from airparadis.lib.clock import utc_now
from tests.support.fakes import FakeClassifier


def test_every_page_has_something_to_show(session: Session, config: Config) -> None:
    count = fill(session, config, FakeClassifier(), utc_now(), hours=120)
    assert session.scalar(select(func.count()).select_from(Tweet)) == count
    assert session.scalar(select(func.count()).select_from(Feedback))
    assert session.scalar(select(func.count()).select_from(ReviewLabel))
    incidents = {(row.cause, row.state) for row in session.scalars(select(Incident))}
    assert (Cause.BURST, IncidentState.OPEN) in incidents
    assert (Cause.ERRORS, IncidentState.RESOLVED) in incidents


def write_thousand() -> list[str]:
    rng = random.Random(1)  # noqa: S311 (no secret)
    return [texts.write(kind, rng) for kind in KINDS * 250]


def test_texts_are_many_and_the_same_each_time() -> None:
    first, again = write_thousand(), write_thousand()
    assert first == again
    assert len(set(first)) > 400
