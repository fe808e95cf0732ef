"""Who is told how a training goes: MLflow, or nobody."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from airparadis.ml.artifact import Manifest
from training.data.material import Material
from training.families import Family

EXPERIMENTS = {
    "tfidf": "sentiment_airparadis_modele_simple",
    "light": "sentiment_airparadis_modele_simple",
    "lstm": "sentiment_airparadis_modele_avance",
    "modernbert": "sentiment_airparadis_bert",
}


class Journal(Protocol):
    """The record of one training."""

    def epoch(self, number: int, figures: Mapping[str, float]) -> None:
        """Tell the figures of an epoch, counted from 1."""
        ...

    def end(self, manifest: Manifest, directory: Path, figures: Mapping[str, float]) -> None:
        """Tell what was made, where it lies, and its cost."""
        ...


class NoJournal:
    """Told of everything, keeps nothing."""

    def epoch(self, number: int, figures: Mapping[str, float]) -> None:
        """Forget it."""

    def end(self, manifest: Manifest, directory: Path, figures: Mapping[str, float]) -> None:
        """Forget it."""


class _MlflowJournal:
    """A run that is open."""

    def __init__(self, told: Mapping[str, object]) -> None:
        self._told = told

    def epoch(self, number: int, figures: Mapping[str, float]) -> None:
        """Log them at the step of the epoch, apart from the figures of the whole."""
        from training import tracking

        named = {f"epoch/{name}": value for name, value in figures.items()}
        tracking.log_metrics(named, step=number)

    def end(self, manifest: Manifest, directory: Path, figures: Mapping[str, float]) -> None:
        """Log what was learnt in the fit, every set's figures, and the model; register it."""
        from training import tracking
        from training.tracking.model import log_model

        parameters = manifest.parameters
        tracking.log_params({key: parameters[key] for key in parameters.keys() - self._told})
        for name, of_set in manifest.metrics.items():
            tracking.log_metrics({f"{name}_{figure}": value for figure, value in of_set.items()})
        tracking.log_metrics(figures)
        log_model(directory, manifest)


@contextmanager
def open_journal(family: Family, material: Material, *, track: bool) -> Iterator[Journal]:
    """The journal of a training that begins; one left by an exception is marked as failed."""
    if not track:
        yield NoJournal()
        return
    from training import tracking

    split = material.split
    parameters = {**family.parameters, "family": family.name, "sample": material.sample}
    tags = {
        "data_fingerprint": split.data_fingerprint,
        "split_fingerprint": split.fingerprint,
        "split_variant": split.variant,
    }
    with tracking.run(EXPERIMENTS[family.name], parameters, tags) as run_id:
        yield _MlflowJournal(parameters)
    print(f"logged to MLflow: {EXPERIMENTS[family.name]}, run {run_id}")
