"""A process switches from one model to the next without being without one."""

import threading
from pathlib import Path

import pytest

from airparadis.lib.errors import ArtifactError, ModelUnavailableError
from airparadis.ml.artifact import MANIFEST_NAME
from airparadis.ml.families import load_classifier
from airparadis.ml.slot import ModelSlot
from airparadis.ml.store import POINTER, ModelStore
from tests.support.models import write_light_model
from tests.support.training.artifacts import write_tfidf


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", write_light_model(tmp_path / "default"))


@pytest.fixture
def released(store: ModelStore, tmp_path: Path) -> str:
    return store.add(write_tfidf(tmp_path / "candidate")).version


def version(slot: ModelSlot) -> str:
    slot.settle()
    return slot.classifier.manifest.version


def test_a_release_is_noticed_and_rolled_back(store: ModelStore, released: str) -> None:
    slot = ModelSlot(store)
    first = version(slot)
    store.serve(released)
    assert version(slot) == released
    store.serve(first)
    assert version(slot) == first
    assert not (store.folder / POINTER).exists()


def test_a_new_process_serves_the_released_model(store: ModelStore, released: str) -> None:
    store.serve(released)
    assert ModelSlot(store).classifier.manifest.version == released


def test_an_invalid_release_is_refused_and_the_old_model_stays(
    store: ModelStore, released: str
) -> None:
    slot = ModelSlot(store)
    first = version(slot)
    (store.directory(released) / MANIFEST_NAME).write_text("{}")
    store.serve(released)
    assert version(slot) == first
    assert "not a manifest" in str(slot.refused)
    assert slot.fault is None


def test_a_release_recovers_a_process_without_a_model(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "models", tmp_path / "nothing")
    slot = ModelSlot(store)
    with pytest.raises(ModelUnavailableError):
        _ = slot.classifier
    made = store.add(write_tfidf(tmp_path / "candidate")).version
    store.serve(made)
    assert version(slot) == made
    assert slot.fault is None


def test_the_old_model_answers_while_the_new_one_loads(
    store: ModelStore, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = ModelSlot(store)
    first = version(slot)
    may_load, loading = threading.Event(), threading.Event()

    def slow(directory: Path, *, allow_joblib: bool) -> object:
        loading.set()
        assert may_load.wait(10)
        return load_classifier(directory, allow_joblib=allow_joblib)

    monkeypatch.setattr("airparadis.ml.families.load_classifier", slow)
    store.serve(released)
    assert slot.classifier.manifest.version == first
    assert loading.wait(10)
    assert slot.classifier.manifest.version == first
    may_load.set()
    assert version(slot) == released


@pytest.mark.parametrize("name", ["never-2026.01.01-00000000", "../default"])
def test_an_unknown_version_cannot_be_served(store: ModelStore, name: str) -> None:
    with pytest.raises(ArtifactError):
        store.serve(name)


def test_an_invalid_artifact_is_not_stored(store: ModelStore, tmp_path: Path) -> None:
    broken = write_tfidf(tmp_path / "broken")
    (broken / "more").write_text("unlisted")
    with pytest.raises(ArtifactError):
        store.add(broken)
    assert not store.folder.exists()
