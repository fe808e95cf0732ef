"""A fitted family as a verified artifact directory."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from airparadis.domain.monitoring.drift.profile import Profile
from airparadis.ml.artifact import (
    LANGUAGES_SEPARATOR,
    Manifest,
    installed_versions,
    read_verified,
    record_files,
    version_name,
    write_manifest,
)
from airparadis.ml.contract import KnowsWords
from airparadis.ml.profile import profile_of
from airparadis.text.cleaning import TEXT_VERSION
from airparadis.text.language import Language
from training.data.languages import guess_languages
from training.data.material import Material
from training.data.split import Part
from training.evaluation.figures import Evaluation, uncertain_below
from training.families import Family


class Exportable(Protocol):
    """A fitted model that can be written."""

    @property
    def name(self) -> str:
        """Its family."""
        ...

    @property
    def libraries(self) -> Sequence[str]:
        """Distributions whose exact version its files need to be read."""
        ...

    @property
    def parameters(self) -> Mapping[str, bool | int | float | str]:
        """Settings and figures of the fit for the manifest."""
        ...

    def save(self, directory: Path) -> None:
        """Write the fitted model into an existing directory."""
        ...


@runtime_checkable
class NamesLanguages(Protocol):
    """A model whose languages may not be those of the training rows."""

    @property
    def language(self) -> str | None:
        """The languages it scores, as a manifest names them; None: those of the training rows."""
        ...


@runtime_checkable
class MayKnowNeutral(Protocol):
    """A family some of whose models know neutral tweets."""

    def neutral(self, X: Sequence[str]) -> NDArray[np.float64] | None:
        """Return P(neutral) of raw tweets, shape (n,); None from a model of two classes."""
        ...


class Origin(Protocol):
    """The split that a model was fitted on: a `Split`, or what an earlier manifest says of it."""

    @property
    def variant(self) -> str:
        """Its name."""
        ...

    @property
    def fingerprint(self) -> str:
        """Fingerprint of every row's part."""
        ...

    @property
    def data_fingerprint(self) -> str:
        """Fingerprint of the rows."""
        ...


class KnownOrigin(NamedTuple):
    """An origin that is only known by name."""

    variant: str
    fingerprint: str
    data_fingerprint: str


def origin_of(manifest: Manifest) -> KnownOrigin:
    """Return the split that a manifest names."""
    return KnownOrigin(
        manifest.split_variant, manifest.split_fingerprint, manifest.data_fingerprint
    )


About = Mapping[str, bool | int | float | str]
"""Facts of a manifest beside the family's own parameters."""


def export_judged(
    family: Family,
    directory: Path,
    material: Material,
    validation: NDArray[np.float64],
    evaluations: Mapping[str, Evaluation],
    about: About | None = None,
    language: str | None = None,
) -> Manifest:
    """Export with figures, uncertain band and the profile that drift is compared with.

    `validation` holds the probabilities of positive on the validation rows, shape (n,). Only tweets
    in the `language` of the manifest are scored when it serves; None: the family's own, or else
    those of the training rows.
    """
    texts, y = material.labelled(Part.VALIDATION)
    own = family.language if isinstance(family, NamesLanguages) else None
    language = language or own or guess_languages(material.labelled(Part.TRAIN)[0])
    return export(
        family,
        directory,
        material.split,
        {name: evaluation.figures for name, evaluation in evaluations.items()},
        uncertain_below(validation, y),
        language,
        reference=_reference(family, texts, validation, language),
        about=about,
    )


def _reference(
    family: Family, texts: Sequence[str], validation: NDArray[np.float64], language: str
) -> Profile:
    """Profile the validation rows as monitoring profiles served tweets."""
    neutral = family.neutral(texts) if isinstance(family, MayKnowNeutral) else None
    return profile_of(
        texts,
        validation.tolist(),
        family.count_unknown if isinstance(family, KnowsWords) else None,
        [Language(name) for name in language.split(LANGUAGES_SEPARATOR)],
        None if neutral is None else neutral.tolist(),
    )


def export(
    family: Exportable,
    directory: Path,
    split: Origin,
    metrics: Mapping[str, Mapping[str, float]],
    uncertain_below: float,
    language: str = "en",
    reference: Profile | None = None,
    about: About | None = None,
) -> Manifest:
    """Replace `directory` by the artifact of `family` and return its manifest.

    It is written and verified aside first: a failure leaves the old directory untouched.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    created_at = datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory(dir=directory.parent) as aside:
        staged = Path(aside) / directory.name
        staged.mkdir()
        family.save(staged)
        files = record_files(staged)
        manifest = Manifest(
            version=version_name(family.name, created_at, files),
            family=family.name,
            language=language,
            created_at=created_at,
            text_version=TEXT_VERSION,
            libraries=installed_versions(family.libraries),
            files=files,
            data_fingerprint=split.data_fingerprint,
            split_variant=split.variant,
            split_fingerprint=split.fingerprint,
            uncertain_below=uncertain_below,
            parameters={**family.parameters, **(about or {})},
            metrics=metrics,
            reference=reference,
        )
        write_manifest(staged, manifest)
        read_verified(staged)
        shutil.rmtree(directory, ignore_errors=True)
        staged.replace(directory)
    return manifest
