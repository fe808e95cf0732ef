from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from airparadis.db.tables import ModelRelease, ModelVersion
from airparadis.domain.models.verdict import Check, CheckKind, Verdict
from airparadis.lib.errors import ArtifactError, ReleaseError
from airparadis.ml.artifact import MANIFEST_NAME
from airparadis.ml.store import POINTER, ModelStore
from airparadis.services.models import releases, versions
from tests.support.models import write_light_model
from tests.support.training.artifacts import write_tfidf

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ANN = "ann@example.org"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", write_light_model(tmp_path / "default"))


@pytest.fixture
def champion(store: ModelStore) -> str:
    return releases.served_version(store)


def candidate(
    session: Session,
    store: ModelStore,
    champion: str,
    *,
    passed: bool = True,
    labels: tuple[int, ...] = (1, 1, 0, 0),
) -> str:
    """A version that the gate has judged against a champion."""
    artifact = write_tfidf(store.folder.parent / f"candidate-{labels}", labels)
    version = store.add(artifact).version
    verdict = Verdict(champion, version, (Check(CheckKind.ROWS, passed, 1, 1),))
    made = versions.register(session, store, artifact, verdict, NOON)
    session.commit()
    return made.version


def test_a_version_that_passed_is_released_and_rolled_back(
    session: Session, store: ModelStore, champion: str
) -> None:
    version = candidate(session, store, champion)
    assert releases.served_version(store) == champion
    made = releases.release(session, store, version, ANN, NOON)
    assert (made.version, made.previous_version, made.forced_reason) == (version, champion, None)
    assert releases.served_version(store) == version
    back = releases.roll_back(session, store, champion, ANN, NOON)
    assert (back.version, back.previous_version, back.is_rollback) == (champion, None, True)
    assert releases.served_version(store) == champion
    assert [row.version for row in releases.history(session)] == [champion, version]
    with pytest.raises(ReleaseError) as caught:
        releases.roll_back(session, store, champion, ANN, NOON)
    assert caught.value.kind == "first"


def test_going_back_twice_goes_back_further(
    session: Session, store: ModelStore, champion: str
) -> None:
    first = candidate(session, store, champion)
    releases.release(session, store, first, ANN, NOON)
    second = candidate(session, store, first, labels=(0, 1, 0, 1))
    releases.release(session, store, second, ANN, NOON)
    for version in (first, champion):
        releases.roll_back(session, store, version, ANN, NOON)
        assert releases.served_version(store) == version


def test_pressing_twice_goes_back_once(session: Session, store: ModelStore, champion: str) -> None:
    first = candidate(session, store, champion)
    releases.release(session, store, first, ANN, NOON)
    second = candidate(session, store, first, labels=(0, 1, 0, 1))
    releases.release(session, store, second, ANN, NOON)
    releases.roll_back(session, store, first, ANN, NOON)
    with pytest.raises(ReleaseError) as caught:
        releases.roll_back(session, store, first, ANN, NOON)
    assert caught.value.kind == "moved"
    assert releases.served_version(store) == first


def test_what_the_gate_refused_needs_a_reason_and_is_marked(
    session: Session, store: ModelStore, champion: str
) -> None:
    version = candidate(session, store, champion, passed=False)
    for reason in ("", "   ", "because"):
        with pytest.raises(ReleaseError) as caught:
            releases.release(session, store, version, ANN, NOON, reason)
        assert caught.value.kind == "refused"
    assert releases.served_version(store) == champion
    made = releases.release(session, store, version, ANN, NOON, " the old one is offensive ")
    assert made.forced_reason == "the old one is offensive"


def test_a_reason_does_not_mark_what_passed(
    session: Session, store: ModelStore, champion: str
) -> None:
    version = candidate(session, store, champion)
    made = releases.release(session, store, version, ANN, NOON, "a reason not asked for")
    assert made.forced_reason is None


def test_a_verdict_against_another_champion_does_not_count(
    session: Session, store: ModelStore
) -> None:
    version = candidate(session, store, "light-2020.01.01-00000000")
    with pytest.raises(ReleaseError) as caught:
        releases.release(session, store, version, ANN, NOON)
    assert caught.value.kind == "stale"


def test_what_was_never_judged_or_is_unknown_or_serves_is_not_released(
    session: Session, store: ModelStore, champion: str
) -> None:
    unjudged = versions.register(session, store, write_tfidf(store.folder / "x"), None, NOON)
    session.commit()
    for version, kind in ((unjudged.version, "unjudged"), ("never", "unknown")):
        with pytest.raises(ReleaseError) as caught:
            releases.release(session, store, version, ANN, NOON)
        assert caught.value.kind == kind
    releases.release(session, store, unjudged.version, ANN, NOON, "a reason long enough")
    with pytest.raises(ReleaseError) as caught:
        releases.release(session, store, unjudged.version, ANN, NOON, "a reason long enough")
    assert caught.value.kind == "served"


def test_a_version_that_was_altered_is_refused_and_the_old_one_serves(
    session: Session, store: ModelStore, champion: str
) -> None:
    version = candidate(session, store, champion)
    [pipeline] = store.directory(version).glob("*.npz")
    pipeline.write_bytes(pipeline.read_bytes()[:-1] + b"!")
    with pytest.raises(ArtifactError):
        releases.release(session, store, version, ANN, NOON)
    session.rollback()
    assert releases.served_version(store) == champion
    assert releases.current(session) is None


def test_a_verdict_on_another_model_is_refused(session: Session, store: ModelStore) -> None:
    verdict = Verdict("a", "b", ())
    with pytest.raises(ReleaseError):
        versions.register(session, store, write_tfidf(store.folder / "x"), verdict, NOON)


def test_processes_are_told_again_after_a_crash_on_the_way(
    session: Session, store: ModelStore, champion: str
) -> None:
    assert not releases.agree(session, store)
    version = candidate(session, store, champion)
    releases.release(session, store, version, ANN, NOON)
    assert not releases.agree(session, store)
    (store.folder / POINTER).unlink()
    assert releases.agree(session, store)
    assert releases.served_version(store) == version


def test_the_candidate_is_the_latest_that_was_never_released(
    session: Session, store: ModelStore, champion: str
) -> None:
    assert versions.candidate(session) is None
    version = candidate(session, store, champion)
    found = versions.candidate(session)
    assert found is not None
    assert found.version == version
    assert found.verdict is not None
    assert found.verdict.passed
    releases.release(session, store, version, ANN, NOON)
    assert versions.candidate(session) is None


def test_a_released_model_that_was_rewritten_is_never_loaded_again(
    session: Session, store: ModelStore, champion: str
) -> None:
    """The same version, files that match their manifest: only the database knows better."""
    version = candidate(session, store, champion)
    made = releases.release(session, store, version, ANN, NOON)
    directory = store.directory(version)
    assert releases.released_digests(session) == {version: made.manifest_sha256}
    path = directory / MANIFEST_NAME
    path.write_text(path.read_text().replace('"uncertain_below": 0.', '"uncertain_below": 0.0'))
    known = ModelStore(
        store.folder, store.default, digests=lambda: releases.released_digests(session)
    )
    with pytest.raises(ArtifactError, match="is not what was released"):
        known.load(known.served())
    releases.roll_back(session, store, champion, ANN, NOON)
    session.execute(update(ModelVersion).values(verdict_json=None))
    with pytest.raises(ArtifactError, match="is not what was released"):
        releases.release(session, store, version, ANN, NOON, "a reason long enough")


def test_the_digest_of_an_older_release_is_noted_at_the_next_look(
    session: Session, store: ModelStore, champion: str
) -> None:
    version = candidate(session, store, champion)
    releases.release(session, store, version, ANN, NOON)
    session.execute(update(ModelRelease).values(manifest_sha256=None))
    session.commit()
    assert releases.released_digests(session) == {}
    releases.agree(session, store)
    assert set(releases.released_digests(session)) == {version}
