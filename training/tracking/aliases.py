"""`champion` and `candidate` in MLflow's model registry, in step with the application's releases.

https://mlflow.org/docs/latest/ml/model-registry/#model-aliases
"""

from pathlib import Path

from mlflow import MlflowClient

from training.tracking import STORE

CHAMPION, CANDIDATE = "champion", "candidate"


def point(alias: str, artifact_version: str, store: Path = STORE) -> bool:
    """Let an alias name the registered model of an artifact's version, and no other model.

    Returns whether there is one: a model that was not trained here is not registered.
    """
    client = _client(store)
    found = False
    for model in client.search_registered_models():
        versions = client.search_model_versions(f"name = '{model.name}'")
        matching = [version for version in versions if _artifact(version.tags) == artifact_version]
        if matching:
            client.set_registered_model_alias(model.name, alias, str(matching[0].version))
            found = True
        elif alias in model.aliases:
            client.delete_registered_model_alias(model.name, alias)
    return found


def clear(alias: str, store: Path = STORE) -> None:
    """Let an alias name no model."""
    client = _client(store)
    for model in client.search_registered_models():
        if alias in model.aliases:
            client.delete_registered_model_alias(model.name, alias)


def pointed_at(alias: str, store: Path = STORE) -> list[str]:
    """Return the artifact versions that an alias names."""
    client = _client(store)
    return [
        _artifact(client.get_model_version_by_alias(model.name, alias).tags)
        for model in client.search_registered_models()
        if alias in model.aliases
    ]


def _client(store: Path) -> MlflowClient:
    return MlflowClient(f"sqlite:///{store.resolve() / 'mlflow.sqlite3'}")


def _artifact(tags: dict[str, str]) -> str:
    return tags.get("artifact_version", "")
