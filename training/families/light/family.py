"""The `light` family: `LightModel` under the contract of families."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.artifact import read_verified
from airparadis.ml.calibration import NEUTRAL
from airparadis.ml.contract import KnowsNeutral
from airparadis.ml.light.model import LightModel
from airparadis.text.language import Language, detect_language
from training.errors import TrainingError
from training.families import NOWHERE, Workspace
from training.families.light.domain import fit_domain
from training.families.light.doubt import believable
from training.families.light.general import fit_general, with_graph
from training.families.light.models import (
    AnyModel,
    AnyScorer,
    domain_features,
    languages_of,
    read_any,
    scorer_of,
    with_domain,
    write_any,
)
from training.families.light.settings import LightSettings


class Light:
    """The bundled family; `fit` or `load` sets `model_`.

    The domain part learns from the hand-labelled tweets given as `domain` or to `learn_domain`:
    texts, and labels 0 or 1. With `base`, the directory of a light model, that model's other parts
    are kept, and the new domain part starts from its own. With `convert` its network gets a graph
    for serving, which an old model lacks.
    """

    name = "light"
    libraries: Sequence[str] = ()  # any numpy reads .npz, any ONNX Runtime the graph

    def __init__(
        self,
        settings: LightSettings | None = None,
        domain: tuple[Sequence[str], NDArray[np.int8]] | None = None,
        teachers: Sequence[Path] = (),
        base: Path | None = None,
        *,
        convert: bool = False,
    ) -> None:
        self._settings = settings or LightSettings()
        self._texts: list[str] = []
        self._y = np.zeros(0, np.int8)
        self._teachers = tuple(teachers)
        self._base = base
        self._convert = convert
        if domain:
            self.learn_domain(*domain)

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """Settings and figures of the fit."""
        given = {"domain_tweets": len(self._texts)}
        if self._base is None:
            names = ", ".join(teacher.name for teacher in self._teachers)
            return self._settings.parameters | {"teacher": names or "none"} | given
        manifest = read_verified(self._base)
        if self._convert:
            return dict(manifest.parameters) | {"converted_from": manifest.version}
        return dict(manifest.parameters) | given | {"general_part_of": manifest.version}

    @property
    def base(self) -> Path | None:
        """Directory of the model whose general part is reused; None if all is fitted."""
        return None if self._convert else self._base

    @cached_property
    def _scorer(self) -> AnyScorer:
        """Scorer of the fitted model, made once as that takes long."""
        return scorer_of(self.model_)

    @property
    def language(self) -> str | None:
        """The languages of the fitted model, as a manifest names them; None: as it was trained."""
        return languages_of(self.model_)

    def learn_domain(self, texts: Sequence[str], y: NDArray[np.int8]) -> None:
        """Add hand-labelled tweets that the next fit learns the domain from."""
        self._texts += texts
        self._y = np.concatenate([self._y, y.astype(np.int8)])

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],
        y_validation: NDArray[np.int8],
        workspace: Workspace = NOWHERE,
    ) -> None:
        """Fit all parts on raw tweets and labels; blend and calibrate on the validation rows."""
        if self._base is None:
            train, validation = (X, y), (X_validation, y_validation)
            model: AnyModel = fit_general(
                train, validation, self._settings, self._teachers, workspace
            )
        else:
            model = _read_base(self._base)
            if self._convert and isinstance(model, LightModel):
                model = with_graph(model)
        self.model_ = self._with_domain(model)
        vars(self).pop("_scorer", None)  # of another model

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Return probabilities of raw tweets, shape (n, 2), by the code that serves."""
        return self._scorer.predict_proba(X)

    def neutral(self, X: Sequence[str]) -> NDArray[np.float64] | None:
        """Return P(neutral) of raw tweets, shape (n,); None from a model of two classes."""
        if not isinstance(self._scorer, KnowsNeutral):
            return None
        return self._scorer.predict_classes(X)[:, NEUTRAL]

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Count the words of a raw tweet that training never met, and all of its words."""
        return self._scorer.count_unknown(text)

    def save(self, directory: Path) -> None:
        """Write the model into an existing directory."""
        write_any(directory, self.model_)

    @classmethod
    def load(cls, directory: Path) -> "Light":
        """Read what `save` wrote."""
        family = cls()
        family.model_ = read_any(directory)
        return family

    def _with_domain(self, model: AnyModel) -> AnyModel:
        if len(np.unique(self._y)) < 2:
            return model  # nothing to tell apart
        rows = [row for row, text in enumerate(self._texts) if _is_read_as_english(text)]
        general, words = domain_features(model, [self._texts[row] for row in rows])
        settings, before, y = self._settings.domain, model.domain, self._y[rows]
        kept = np.flatnonzero(believable(general, words, y, settings, before))
        words = [words[row] for row in kept]
        return with_domain(model, fit_domain(general[kept], words, y[kept], settings, before))


def _read_base(directory: Path) -> AnyModel:
    """Read the model whose general part is reused; raises `ArtifactError` if it is not verified."""
    manifest = read_verified(directory)
    if manifest.family != Light.name:
        raise TrainingError(f"{directory} is of {manifest.family}: it has no part to keep")
    return read_any(directory)


def _is_read_as_english(text: str) -> bool:
    return detect_language(text) is not Language.FRENCH
