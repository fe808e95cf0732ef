"""The family's contract over `LightModel`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airparadis.light.model import Blend, LightModel, read_model, write_model
from airparadis.light.network import NetworkWeights
from airparadis.light.scoring import LightScorer
from airparadis.light.weights import LightWeights
from training.calibration import fit_blend, fit_platt
from training.errors import TrainingError
from training.families import NOWHERE, Workspace
from training.families.light.linear import fit_linear
from training.families.light.material import Domain, read_material
from training.families.light.settings import LightSettings


class Light:
    """Learnt by `fit` or read by `load`: `model_`."""

    name = "light"
    libraries: Sequence[str] = ()  # any numpy reads .npz

    def __init__(
        self,
        settings: LightSettings | None = None,
        domain: tuple[list[str], NDArray[np.int8]] | None = None,
    ) -> None:
        self._settings = settings or LightSettings()
        self._domain = Domain(*domain) if domain else None

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """What the manifest says of how the model was fitted."""
        return self._settings.parameters | {
            "domain_tweets": len(self._domain.texts) if self._domain else 0
        }

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],
        y_validation: NDArray[np.int8],
        workspace: Workspace = NOWHERE,
    ) -> None:
        """Fit both parts on raw tweets and labels; blend and calibrate on the validation rows."""
        settings = self._settings
        material = read_material(X, y, self._domain, settings.domain_weight)
        linear = fit_linear(
            material.corpus,
            material.vocabulary.words,
            material.y,
            material.counts.astype(np.float64),
            settings.linear,
        )
        self.model_ = LightModel(linear)
        if settings.network is not None:
            network = _fit_network(
                material, linear.words, X_validation, y_validation, settings.network, workspace
            )
            self.model_ = LightModel(linear, network)
        self.model_ = _blended(self.model_, X_validation, y_validation, settings.sure_from)

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of raw tweets, shape (n, 2), by the code that serves them."""
        return LightScorer(self.model_).predict_proba(X)

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Words of a raw tweet that training never met, and all of its words."""
        return LightScorer(self.model_).count_unknown(text)

    def save(self, directory: Path) -> None:
        """Write the model into an existing directory."""
        write_model(directory, self.model_)

    @classmethod
    def load(cls, directory: Path) -> "Light":
        """Read what `save` wrote."""
        family = cls()
        family.model_ = read_model(directory)
        return family


def _fit_network(*arguments: Any) -> NetworkWeights:
    try:
        from training.families.light.recurrent import fit_network
    except ModuleNotFoundError as error:
        raise TrainingError(
            f"light needs {error.name} to fit its recurrent part: "
            "pip install -r training/requirements-deep.txt, or --no-network"
        ) from error
    return fit_network(*arguments)


def scaled(weights: LightWeights, slope: float, offset: float) -> LightWeights:
    """The same linear part with its log-odds multiplied by `slope` and moved by `offset`."""
    return replace(
        weights,
        bias=weights.bias * slope + offset,
        unigrams=weights.unigrams * slope,
        negated=weights.negated * slope,
        ngrams={key: weight * slope for key, weight in weights.ngrams.items()},
        characters={gram: weight * slope for gram, weight in weights.characters.items()},
    )


def _blended(
    model: LightModel, X: Sequence[str], y: NDArray[np.int8], sure_from: float
) -> LightModel:
    """The model with the blend of its parts that makes the likeliest probabilities of `y`.

    The linear part is calibrated on all rows, the blend on those it is not sure of.
    """
    linear, network = LightScorer(model).parts(X)
    slope, offset = fit_platt(linear, y)
    linear = slope * linear + offset
    model = replace(model, linear=scaled(model.linear, slope, offset))
    if model.network is None:
        return model
    unsure = np.abs(linear) < sure_from
    if len(np.unique(y[unsure])) < 2:
        return replace(model, network=None)  # nothing to ask it
    parts = np.column_stack([linear, network])[unsure]
    (of_linear, of_network), bias = fit_blend(parts, y[unsure])
    return replace(model, blend=Blend(of_linear, of_network, bias, sure_from))
