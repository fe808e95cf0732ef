"""Acts of several people or processes at the same moment: each happens once, and none breaks."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from airparadis.db.tables import AuditEntry, FileImport, Incident, ModelRelease, StreamTweet, Tweet
from airparadis.db.tables import Source as PredictionSource
from airparadis.domain.audit import Act
from airparadis.domain.incidents.incident import AlertPolicy, IncidentState
from airparadis.domain.incidents.window import WindowRule
from airparadis.domain.models.verdict import Check, CheckKind, Verdict
from airparadis.domain.predictions.feedback import Ballot
from airparadis.files.tweets.reading import TweetFile
from airparadis.lib.errors import ReleaseError
from airparadis.ml.store import ModelStore
from airparadis.services.incidents import actions, incidents
from airparadis.services.models import releases, versions
from airparadis.services.predictions import feedback
from airparadis.services.radar import privacy
from airparadis.services.radar.imports import importing
from airparadis.services.radar.preparing import Prepared, Preparer, watched
from airparadis.web.extensions import db
from tests.support.fakes import FakeClassifier
from tests.support.models import write_light_model
from tests.support.predictions import predict
from tests.support.streams import NOON, stream
from tests.support.training.artifacts import write_tfidf

PEOPLE = 6
T = TypeVar("T")
POLICY = AlertPolicy(WindowRule(3, timedelta(minutes=5)))


def at_once(app: Flask, act: Callable[[int], T], people: int = PEOPLE) -> list[T]:
    """Let some people act in a session of their own each, all starting together."""
    start = Barrier(people)

    def run(number: int) -> T:
        with app.app_context():
            db.session.connection()
            db.session.rollback()
            start.wait(30)
            return act(number)

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(run, range(people)))


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", write_light_model(tmp_path / "default"))


def judged(app: Flask, store: ModelStore, labels: tuple[int, ...]) -> str:
    """Add a version that the gate has passed against the one that serves."""
    with app.app_context():
        artifact = write_tfidf(store.folder.parent / f"candidate-{labels}", labels)
        version = store.add(artifact).version
        checks = (Check(CheckKind.ROWS, True, 1, 1),)
        verdict = Verdict(releases.served_version(store), version, checks)
        versions.register(db.session(), store, artifact, verdict, NOON)
        db.session.commit()
        return version


def release(store: ModelStore, version: str, person: int) -> str:
    try:
        releases.release(db.session(), store, version, f"{person}@example.org", NOON)
    except ReleaseError as error:
        return error.kind
    return "released"


def test_a_version_is_released_once(app: Flask, store: ModelStore) -> None:
    version = judged(app, store, (1, 1, 0, 0))
    results = at_once(app, lambda person: release(store, version, person))
    assert sorted(results) == ["released"] + ["served"] * (PEOPLE - 1)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ModelRelease)) == 1
        released = select(func.count()).where(AuditEntry.act == Act.RELEASED)
        assert db.session.scalar(released) == 1
    assert releases.served_version(store) == version


def test_of_two_versions_the_second_is_judged_anew(app: Flask, store: ModelStore) -> None:
    both = [judged(app, store, labels) for labels in ((1, 1, 0, 0), (0, 1, 0, 1))]
    results = at_once(app, lambda person: release(store, both[person], person), people=2)
    assert sorted(results) == ["released", "stale"]
    assert releases.served_version(store) == both[results.index("released")]


def test_a_release_that_was_broken_off_is_taken_up(app: Flask, store: ModelStore) -> None:
    version = judged(app, store, (1, 1, 0, 0))
    serving = releases.served_version(store)
    with app.app_context():
        assert release(store, version, 0) == "released"
        store.serve(serving)  # the row is there, as if the process had died before this file
        assert release(store, version, 1) == "served"
        assert db.session.scalar(select(func.count()).select_from(ModelRelease)) == 1
    assert releases.served_version(store) == version


def wrong_predictions(app: Flask, number: int) -> None:
    with app.app_context():
        texts = [f"I love it {place}" for place in range(number)]
        for made in predict(
            db.session(), FakeClassifier(), texts, source=PredictionSource.API, now=NOON
        ):
            db.session.commit()
            feedback.vote(db.session(), made.public_id, "visitor:a", Ballot(False), NOON)
            db.session.commit()


def test_an_incident_is_opened_and_acknowledged_once(app: Flask) -> None:
    wrong_predictions(app, 3)

    def check(_person: int) -> bool:
        change = incidents.check_error_window(db.session(), POLICY, NOON)
        db.session.commit()
        return bool(change and change.has_opened)

    assert sorted(at_once(app, check)) == [False] * (PEOPLE - 1) + [True]

    def acknowledge(person: int) -> None:
        actions.acknowledge(db.session(), 1, f"{person}@example.org", NOON)
        db.session.commit()

    at_once(app, acknowledge)
    with app.app_context():
        [incident] = db.session.scalars(select(Incident)).all()
        assert incident.state is IncidentState.ACKNOWLEDGED
        events = [event.kind.value for event in incident.events]
        assert events.count("acknowledged") == 1


def test_an_incident_is_resolved_once(app: Flask) -> None:
    wrong_predictions(app, 3)
    with app.app_context():
        incidents.check_error_window(db.session(), POLICY, NOON)
        db.session.commit()

    def resolve(person: int) -> None:
        if person % 2:
            actions.acknowledge(db.session(), 1, f"{person}@example.org", NOON)
        else:
            later = NOON + timedelta(hours=24)
            incidents.check_error_window(db.session(), POLICY, later)
        db.session.commit()

    at_once(app, resolve)
    with app.app_context():
        [incident] = db.session.scalars(select(Incident)).all()
        assert incident.state is IncidentState.RESOLVED
        assert [event.kind.value for event in incident.events].count("resolved") == 1


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(importing, "BATCH", 10)
    lines = [
        f"{n},air france is bad {n},2026-05-01T10:{n // 60:02}:{n % 60:02}Z,{('kim', 'lea')[n % 2]}"
        for n in range(200)
    ]
    path = tmp_path / "tweets.csv"
    path.write_text("\n".join(["id,text,created_at,author", *lines]))
    return path


def import_all(path: Path) -> int:
    session = db.session()
    preparer = Preparer(FakeClassifier(), watched(session))

    def prepare(
        given: importing.Batches,
    ) -> Iterator[tuple[importing.Progress, list[Prepared]]]:
        return ((batch, preparer.prepare(tweets)) for batch, tweets in given)

    return [step.new for step in importing.import_file(session, TweetFile(path), prepare, NOON)][-1]


def count_of(table: type[Tweet] | type[StreamTweet]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_file_that_is_imported_twice_at_once_is_stored_once(app: Flask, file: Path) -> None:
    with app.app_context():
        stream(db.session())
    news = at_once(app, lambda _: import_all(file), people=3)
    assert sum(news) == 200
    with app.app_context():
        assert count_of(Tweet) == count_of(StreamTweet) == 200
        assert db.session.scalar(select(func.count()).select_from(FileImport)) == 1


def test_an_author_is_forgotten_while_a_file_brings_more(app: Flask, file: Path) -> None:
    with app.app_context():
        stream(db.session())

    def act(person: int) -> int:
        if person == 0:
            return import_all(file)
        forgotten = privacy.forget_author(db.session(), "Lea")
        db.session.commit()
        return forgotten

    at_once(app, act)
    with app.app_context():
        privacy.forget_author(db.session(), "LEA")
        db.session.commit()
        assert privacy.count_by(db.session(), "lea") == 0
        assert privacy.count_by(db.session(), "kim") == 100
        assert count_of(Tweet) == count_of(StreamTweet) == 100
