"""Aliases of MLflow's registry follow the application's releases."""

from pathlib import Path

import mlflow
from mlflow import MlflowClient

from training.tracking.aliases import CANDIDATE, CHAMPION, clear, point, pointed_at

LIGHT, OTHER, TFIDF = "light-2026.11.23-aaaaaaaa", "light-2026.11.24-bbbbbbbb", "tfidf-1"


def register(store: Path) -> None:
    mlflow.set_tracking_uri(f"sqlite:///{store / 'mlflow.sqlite3'}")
    client = MlflowClient()
    for name, versions in (("light", (LIGHT, OTHER)), ("tfidf", (TFIDF,))):
        client.create_registered_model(name)
        for version in versions:
            tags = {"artifact_version": version}
            client.create_model_version(name, source=store.as_uri(), tags=tags)


def test_an_alias_names_one_model_of_one_family(tmp_path: Path) -> None:
    register(tmp_path)
    assert point(CHAMPION, LIGHT, tmp_path)
    assert point(CANDIDATE, TFIDF, tmp_path)
    assert pointed_at(CHAMPION, tmp_path) == [LIGHT]
    assert point(CHAMPION, TFIDF, tmp_path)
    assert pointed_at(CHAMPION, tmp_path) == pointed_at(CANDIDATE, tmp_path) == [TFIDF]
    clear(CANDIDATE, tmp_path)
    assert pointed_at(CHAMPION, tmp_path) == [TFIDF]
    assert pointed_at(CANDIDATE, tmp_path) == []
    assert not point(CHAMPION, "never registered", tmp_path)
    assert pointed_at(CHAMPION, tmp_path) == []
