"""The registry of model families: one loader for each, imported when a model needs it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from airparadis.lib.errors import ArtifactError
from airparadis.ml.artifact import Manifest, read_verified
from airparadis.ml.calibration import CALIBRATION_NAME
from airparadis.ml.contract import Classifier

PICKLES = frozenset({".joblib", ".pkl", ".pickle"})
"""Endings of files that run code when they are loaded."""


def load_classifier(directory: Path, *, allow_joblib: bool = False) -> Classifier:
    """Verify `directory` and load its model; there is no fallback.

    Args:
        directory: the artifact.
        allow_joblib: whether a pickle may be read: whoever wrote it can run code in this process.

    Raises:
        ArtifactError: the artifact is invalid, or its family has no loader.
    """
    manifest = read_verified(directory)
    check_formats(manifest, allow_joblib=allow_joblib)
    try:
        loader = _LOADERS[manifest.family]
    except KeyError:
        raise ArtifactError(f"no loader for the model family {manifest.family!r}") from None
    return loader(directory, manifest)


def check_formats(manifest: Manifest, *, allow_joblib: bool) -> None:
    """Refuse a model that could run code when it is loaded, unless that is allowed.

    Raises:
        ArtifactError: one of its files is a pickle.
    """
    pickles = [name for name in manifest.files if Path(name).suffix in PICKLES]
    if pickles and not allow_joblib:
        raise ArtifactError(
            f"model {manifest.version} holds {pickles[0]}, which can run code when it is read: "
            "train it again, or set MODEL_JOBLIB=true if you made it yourself"
        )


def _load_light(directory: Path, manifest: Manifest) -> Classifier:
    if CALIBRATION_NAME in manifest.files:
        from airparadis.ml.bilingual.scoring import BilingualClassifier

        return BilingualClassifier.load(directory, manifest)
    from airparadis.ml.light.scoring import LightClassifier

    return LightClassifier.load(directory, manifest)


def _load_precise(directory: Path, manifest: Manifest) -> Classifier:
    from airparadis.ml.precise.model import PreciseClassifier

    return PreciseClassifier.load(directory, manifest)


def _load_tfidf(directory: Path, manifest: Manifest) -> Classifier:
    from airparadis.ml.tfidf import TfidfClassifier  # scikit-learn takes a second and 190 MB

    return TfidfClassifier.load(directory, manifest)


_LOADERS: Mapping[str, Callable[[Path, Manifest], Classifier]] = {
    "light": _load_light,
    "precise": _load_precise,
    "tfidf": _load_tfidf,
}

SERVED_FAMILIES = frozenset(_LOADERS)
"""Families that the application can serve."""
