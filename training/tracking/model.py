"""A trained artifact directory as an MLflow model, and its place in the model registry."""

import importlib.metadata
from pathlib import Path

import mlflow

from airparadis.ml.artifact import Manifest
from training.tracking.schema import DIRECTORY, EXAMPLE, SIGNATURE

CODE = Path(__file__).with_name("scorer.py")


def log_model(directory: Path, manifest: Manifest) -> None:
    """Log an artifact directory as the open run's model and register it under its family's name.

    It can be loaded where this project is on Python's path. The registered version is tagged with
    the artifact's own and with the variant of the split it was judged on.
    """
    mlflow.pyfunc.log_model(
        name=manifest.family,
        python_model=str(CODE),
        artifacts={DIRECTORY: str(directory)},
        signature=SIGNATURE,
        input_example=EXAMPLE,
        pip_requirements=_requirements(manifest),
        registered_model_name=manifest.family,
        tags={"artifact_version": manifest.version, "split_variant": manifest.split_variant},
    )


def _requirements(manifest: Manifest) -> list[str]:
    """Pin the libraries; MLflow would run the model to find them."""
    own = {name: importlib.metadata.version(name) for name in ("mlflow", "numpy", "pandas")}
    return [f"{name}=={version}" for name, version in (own | dict(manifest.libraries)).items()]
