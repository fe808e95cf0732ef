"""The demonstration's instance."""

import random
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.cli.demo import texts
from airparadis.cli.demo.candidate import add_candidate
from airparadis.cli.demo.fill import COLLEAGUE, KINDS, fill
from airparadis.config.settings import Config
from airparadis.db.tables import Feedback, Incident, ReviewLabel, Tweet
from airparadis.domain.incidents.incident import Cause, IncidentState
from airparadis.lib.clock import utc_now
from airparadis.ml.artifact import read_verified
from airparadis.ml.store import ModelStore
from airparadis.services.models import releases, versions
from tests.support.fakes import FakeClassifier
from tests.support.models import write_light_model


def test_every_page_has_something_to_show(session: Session, config: Config) -> None:
    count = fill(session, config, FakeClassifier(), utc_now(), hours=120)
    assert session.scalar(select(func.count()).select_from(Tweet)) == count
    assert session.scalar(select(func.count()).select_from(Feedback))
    assert session.scalar(select(func.count()).select_from(ReviewLabel))
    incidents = {(row.cause, row.state) for row in session.scalars(select(Incident))}
    assert (Cause.BURST, IncidentState.OPEN) in incidents
    assert (Cause.ERRORS, IncidentState.RESOLVED) in incidents


def test_a_past_burst_has_resolved_and_a_candidate_waits(
    session: Session, config: Config, tmp_path: Path
) -> None:
    now = utc_now()
    fill(session, config, FakeClassifier(), now, hours=360)
    fog = session.scalars(select(Incident).where(Incident.cause == Cause.BURST)).first()
    assert fog is not None
    assert (fog.state, fog.owner) == (IncidentState.RESOLVED, COLLEAGUE)
    assert "noted" in {event.kind for event in fog.events}
    artifact = write_light_model(tmp_path / "default")
    store = ModelStore(tmp_path / "models", artifact)
    served = read_verified(artifact)
    add_candidate(session, store, served, now)
    waiting = versions.candidate(session)
    assert waiting is not None
    assert waiting.verdict is not None
    assert waiting.verdict.passed
    releases.release(session, store, waiting.version, "ana@example.org", now)
    assert releases.served_version(store) == waiting.version


def write_thousand() -> list[str]:
    rng = random.Random(1)  # noqa: S311 (no secret)
    return [texts.write(kind, rng) for kind in KINDS * 250]


def test_texts_are_many_and_the_same_each_time() -> None:
    first, again = write_thousand(), write_thousand()
    assert first == again
    assert len(set(first)) > 400
