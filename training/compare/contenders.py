"""Trained artifacts to be compared, and their predictions on the rows of the comparison."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from airparadis.ml.artifact import BUNDLED_MODEL, MANIFEST_NAME, Manifest, read_verified
from airparadis.ml.bundled import BUNDLED_MODELS
from training.data.split import Part, Split
from training.errors import TrainingError
from training.evaluation.loading import load_scorer
from training.evaluation.predictions import Facts, Predictions, read_predictions

CHUNK = 2000
PREDICTIONS = "predictions"


@dataclass(frozen=True)
class Contender:
    """A verified artifact; `predictions` are those stored when it was trained, None without."""

    directory: Path
    manifest: Manifest
    predictions: Predictions | None

    @property
    def facts(self) -> Facts | None:
        """Data and cost of its training, if stored."""
        return self.predictions.facts if self.predictions else None


@dataclass(frozen=True)
class Rows:
    """Rows to judge on: raw tweets, label 0 or 1, and the name of the set in predictions."""

    name: str
    texts: Sequence[str]
    y: NDArray[np.int8]


def find_contenders(
    split: Split,
    store: Path,
    directories: Sequence[Path] | None = None,
    part: Part = Part.TEST,
) -> list[Contender]:
    """Read the models of these directories, or the bundled ones and those in `store`.

    Of the latter, models of other data or another split are left out and named on standard output,
    and, from a comparison on test rows, those that were fitted on a sample: they never see them.

    Raises:
        ArtifactError: a directory is not what its manifest says.
        TrainingError: a given model is of other data or another split, or none is left.
    """
    if directories is not None:
        contenders = _read(directories, store / PREDICTIONS)
        if strangers := [_name(c, split, part) for c in contenders if _difference(c, split, part)]:
            raise TrainingError(
                f"not comparable on the {part.name.lower()} rows of the data and split given: "
                + ", ".join(strangers)
            )
        return contenders
    stored = sorted(path.parent for path in store.glob(f"*/{MANIFEST_NAME}"))
    contenders = _read([*BUNDLED_MODELS.values(), *stored], store / PREDICTIONS)
    for contender in contenders:
        if _difference(contender, split, part):
            print(f"left out: {_name(contender, split, part)}")
    contenders = [c for c in contenders if not _difference(c, split, part)]
    if not contenders:
        raise TrainingError(f"no model of this data and split in {store}")
    return contenders


def find_champion(contenders: Sequence[Contender], named: str | None) -> Contender:
    """Return the contender of this version or directory; without one the bundled, or the first.

    Raises `TrainingError` when none is meant.
    """
    wanted = named or str(BUNDLED_MODEL)
    for contender in contenders:
        is_same = Path(wanted).resolve() == contender.directory.resolve()
        if is_same or wanted == contender.manifest.version:
            return contender
    if named:
        raise TrainingError(f"the champion is not among the models compared: {named}")
    return contenders[0]


def probabilities(contender: Contender, rows: Rows) -> NDArray[np.float64]:
    """Return P(positive) of every row, shape (n,): as stored at training, or else scored now.

    Raises `TrainingError` when the stored ones are of other rows.
    """
    stored = contender.predictions.sets.get(rows.name) if contender.predictions else None
    version = contender.manifest.version
    if stored is not None:
        if not np.array_equal(stored.y, rows.y):
            raise TrainingError(f"the {rows.name} predictions of {version} are of other rows")
        return stored.probabilities
    score = load_scorer(contender.directory)
    starts = tqdm(range(0, len(rows.texts), CHUNK), desc=f"{version}: {rows.name}", unit=" chunks")
    return np.concatenate([score(rows.texts[start : start + CHUNK])[:, 1] for start in starts])


def _read(directories: Iterable[Path], predictions: Path) -> list[Contender]:
    """Read and verify artifacts, each version once."""
    found: dict[str, Contender] = {}
    for directory in directories:
        manifest = read_verified(directory)
        is_stored = (predictions / f"{manifest.version}.json").exists()
        stored = read_predictions(predictions, manifest.version) if is_stored else None
        found.setdefault(manifest.version, Contender(directory, manifest, stored))
    return list(found.values())


def _name(contender: Contender, split: Split, part: Part) -> str:
    return f"{contender.manifest.version} ({_difference(contender, split, part)})"


def _difference(contender: Contender, split: Split, part: Part) -> str:
    manifest = contender.manifest
    if manifest.data_fingerprint != split.data_fingerprint:
        return "other data"
    if manifest.split_fingerprint != split.fingerprint:
        return f"other split: {manifest.split_variant}"
    if part is Part.TEST and contender.facts and contender.facts.sample:
        return "a sampled one, which never sees the test: say --validation"
    return ""
