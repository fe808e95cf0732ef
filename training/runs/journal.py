"""The record of a training in MLflow, or nowhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from airparadis.ml.artifact import Manifest
from training.data.material import Material
from training.data.split import Part
from training.families import FAMILIES, Family
from training.runs.export import KnownOrigin, Origin


class Journal:
    """Record of one training; one that is not tracked forgets everything."""

    def __init__(self, logged: Mapping[str, object] | None = None) -> None:
        """`logged` are the parameters of the open run; None without one."""
        self._logged = logged

    def epoch(self, number: int, figures: Mapping[str, float]) -> None:
        """Log the figures of an epoch, counted from 1, apart from those of the whole."""
        if self._logged is not None:
            from training import tracking

            named = {f"epoch/{name}": value for name, value in figures.items()}
            tracking.log_metrics(named, step=number)

    def end(self, manifest: Manifest, directory: Path, figures: Mapping[str, float]) -> None:
        """Log the manifest's figures and parameters, `figures`, and the model; register it."""
        if self._logged is not None:
            from training import tracking
            from training.tracking.model import log_model

            learnt = manifest.parameters.keys() - self._logged
            tracking.log_params({name: manifest.parameters[name] for name in learnt})
            for rows, of_rows in manifest.metrics.items():
                tracking.log_metrics({f"{rows}_{name}": value for name, value in of_rows.items()})
            tracking.log_metrics(figures)
            tracking.name_run(manifest.version)
            log_model(directory, manifest)


@contextmanager
def open_journal(
    family: Family,
    material: Material | None,
    about: Mapping[str, object] | None = None,
    *,
    track: bool,
    origin: Origin | None = None,
) -> Iterator[Journal]:
    """Open the journal of a training; an exception marks its run as failed.

    `about` are parameters of the run beside the family's own. `origin` is the split that the run
    is tagged with, if not that of the material.
    """
    if not track:
        yield Journal()
        return
    from training import tracking

    experiment = FAMILIES[family.name].experiment
    split = origin or (material.split if material else KnownOrigin("none", "", ""))
    parameters: dict[str, object] = {**family.parameters, "family": family.name}
    parameters["sample"] = material.sample if material else None
    parameters |= about or {}
    tags = {
        "data_fingerprint": split.data_fingerprint,
        "split_fingerprint": split.fingerprint,
        "split_variant": split.variant,
    }
    with tracking.run(experiment, parameters, tags):
        tracking.name_run(f"{family.name}, {split.variant}")
        for part in (Part.TRAIN, Part.VALIDATION) if material else ():
            assert material is not None  # noqa: S101 (narrows)
            texts, y = material.labelled(part)
            tracking.log_dataset(texts, y.tolist(), "tweets", part.name.lower())
        yield Journal(parameters)
