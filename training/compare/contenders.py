"""Trained artifacts to be compared, and what each says of the rows they are compared on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from airparadis.ml.artifact import BUNDLED_MODEL, MANIFEST_NAME, Manifest, read_verified
from training.data.split import Split
from training.errors import TrainingError
from training.evaluation.loading import load_scorer
from training.evaluation.predictions import Facts, Predictions, Scored, read_predictions

CHUNK = 2000


@dataclass(frozen=True)
class Contender:
    """A verified artifact; `predictions` are those kept when it was trained, None without."""

    directory: Path
    manifest: Manifest
    predictions: Predictions | None

    @property
    def facts(self) -> Facts | None:
        """How it was trained, if that was kept."""
        return self.predictions.facts if self.predictions else None


@dataclass(frozen=True)
class Rows:
    """Rows to judge on: raw tweets, label 0 or 1, and what the kept predictions call the set."""

    name: str
    texts: Sequence[str]
    y: NDArray[np.int8]


def trained_under(store: Path) -> list[Path]:
    """The bundled model and every artifact directory directly in `store`."""
    return [BUNDLED_MODEL, *sorted(path.parent for path in store.glob(f"*/{MANIFEST_NAME}"))]


def read_contenders(directories: Iterable[Path], predictions: Path) -> list[Contender]:
    """Read and verify artifacts, each version once, with what is kept of them in `predictions`.

    Raises `ArtifactError` when a directory is not what its manifest says.
    """
    found: dict[str, Contender] = {}
    for directory in directories:
        manifest = read_verified(directory)
        kept = (predictions / f"{manifest.version}.json").exists()
        said = read_predictions(predictions, manifest.version) if kept else None
        found.setdefault(manifest.version, Contender(directory, manifest, said))
    return list(found.values())


def check_comparable(contenders: Iterable[Contender], split: Split) -> None:
    """Raise `TrainingError` naming the models that were not trained on this data and split."""
    if strangers := [
        f"{contender.manifest.version} ({difference})"
        for contender in contenders
        if (difference := _difference(contender.manifest, split))
    ]:
        raise TrainingError(
            f"not trained on the data and split given, so not comparable: {', '.join(strangers)}"
        )


def comparable(contenders: Iterable[Contender], split: Split) -> list[Contender]:
    """Those trained on this data and split; the others are named on standard output."""
    kept = []
    for contender in contenders:
        if difference := _difference(contender.manifest, split):
            print(f"left out: {contender.manifest.version} ({difference})")
        else:
            kept.append(contender)
    return kept


def find_champion(contenders: Sequence[Contender], named: str | None) -> Contender:
    """The contender of this version or directory; without one the bundled model, or else the first.

    Raises `TrainingError` when none is meant.
    """
    for contender in contenders:
        if _is_named(contender, named or str(BUNDLED_MODEL)):
            return contender
    if named or not contenders:
        raise TrainingError(f"the champion is not among the models compared: {named}")
    return contenders[0]


def probabilities(contender: Contender, rows: Rows) -> NDArray[np.float64]:
    """P(positive) of every row, shape (n,): as kept at training, or else scored now.

    Raises `TrainingError` when what was kept is of other rows.
    """
    kept = contender.predictions.sets.get(rows.name) if contender.predictions else None
    if kept is None:
        return _scored(contender, rows)
    _check_rows(contender, kept, rows)
    return kept.probabilities


def _difference(manifest: Manifest, split: Split) -> str:
    if manifest.data_fingerprint != split.data_fingerprint:
        return "other data"
    if manifest.split_fingerprint != split.fingerprint:
        return f"other split: {manifest.split_variant}"
    return ""


def _is_named(contender: Contender, named: str) -> bool:
    same_directory = Path(named).resolve() == contender.directory.resolve()
    return same_directory or named == contender.manifest.version


def _check_rows(contender: Contender, kept: Scored, rows: Rows) -> None:
    if not np.array_equal(kept.y, rows.y):
        raise TrainingError(
            f"the {rows.name} predictions kept of {contender.manifest.version} are of other rows"
        )


def _scored(contender: Contender, rows: Rows) -> NDArray[np.float64]:
    score = load_scorer(contender.directory)
    starts = range(0, len(rows.texts), CHUNK)
    bar = tqdm(starts, desc=f"{contender.manifest.version}: {rows.name}", unit=" chunks")
    return np.concatenate([score(rows.texts[start : start + CHUNK])[:, 1] for start in bar])
