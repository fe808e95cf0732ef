"""Fit of the general part: a linear and a recurrent one, and their blend."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.lstm_weights import LstmWeights
from airparadis.ml.light.model import Blend, LightModel
from airparadis.ml.light.scoring import LightScorer
from airparadis.ml.light.weights import WEIGHTS_NAME, LightWeights, read_weights, write_weights
from training.errors import needs_deep_layer
from training.families import Workspace
from training.families.light.checkpoints import store
from training.families.light.linear import fit_linear
from training.families.light.settings import LightSettings, NetworkSettings
from training.linear.calibration import fit_platt
from training.linear.ngrams import NumberedTweets, number_words

Rows: TypeAlias = tuple[Sequence[str], NDArray[np.int8]]
"""Raw tweets, and labels 0 or 1, shape (n,)."""

TARGETS_NAME = "targets.npy"
ALTERNATIVE = ", or give --no-network"


def fit_general(
    train: Rows,
    validation: Rows,
    settings: LightSettings,
    teachers: Sequence[Path],
    workspace: Workspace,
) -> LightModel:
    """Fit both parts; weigh and calibrate them on the validation rows.

    The linear part and the teachers' targets are stored in `workspace`, as the network's epochs
    are: its checkpoints belong to one set of rows and settings.
    """
    if settings.network is not None:
        with needs_deep_layer("light", ALTERNATIVE):  # before minutes of fitting
            import training.families.light.recurrent  # noqa: F401
    tweets = number_words(*train)
    linear = _linear_part(tweets, settings, workspace.checkpoints)
    model = LightModel(linear)
    if settings.network is not None:
        targets = None
        if teachers:
            targets = _targets(teachers, linear, settings, train, validation, workspace.checkpoints)
        network = _fit_network(tweets, linear, validation, settings.network, workspace, targets)
        model = with_graph(LightModel(linear, network))
    return blended(model, *validation, settings)


def scaled(weights: LightWeights, slope: float, offset: float) -> LightWeights:
    """Multiply the log-odds of a linear part by `slope` and add `offset`."""
    return replace(
        weights,
        bias=weights.bias * slope + offset,
        unigrams=weights.unigrams * slope,
        negated=weights.negated * slope,
        ngrams=weights.ngrams.scaled(slope),
        characters={gram: weight * slope for gram, weight in weights.characters.items()},
    )


def _linear_part(
    tweets: NumberedTweets, settings: LightSettings, checkpoints: Path | None
) -> LightWeights:
    if checkpoints is not None and (checkpoints / WEIGHTS_NAME).exists():
        print("the linear part was fitted before")
        return read_weights(checkpoints)
    linear = fit_linear(tweets.corpus, tweets.vocabulary.words, tweets.y, settings.linear)
    store(checkpoints, WEIGHTS_NAME, lambda directory: write_weights(directory, linear))
    return linear


def _targets(
    teachers: Sequence[Path],
    linear: LightWeights,
    settings: LightSettings,
    train: Rows,
    validation: Rows,
    checkpoints: Path | None,
) -> NDArray[np.float32]:
    from training.families.light.teaching import soft_targets

    if checkpoints is not None and (checkpoints / TARGETS_NAME).exists():
        print("the teachers were asked before")
        stored: NDArray[np.float32] = np.load(checkpoints / TARGETS_NAME)
        return stored
    targets = soft_targets(teachers, linear, settings.teacher_share, train, validation, checkpoints)
    store(checkpoints, TARGETS_NAME, lambda directory: np.save(directory / TARGETS_NAME, targets))
    return targets


def _fit_network(
    tweets: NumberedTweets,
    linear: LightWeights,
    validation: Rows,
    settings: NetworkSettings,
    workspace: Workspace,
    targets: NDArray[np.float32] | None,
) -> LstmWeights:
    from training.families.light.recurrent import fit_network

    return fit_network(tweets, linear.words, *validation, settings, workspace, targets)


def with_graph(model: LightModel) -> LightModel:
    """Give the model's network the graph it is served by, and that blend and figures use."""
    if model.network is None:
        return model
    with needs_deep_layer("light", ALTERNATIVE):
        from training.families.light.graph import graph_of
    return replace(model, graph=graph_of(model.network))


def blended(
    model: LightModel, X: Sequence[str], y: NDArray[np.int8], settings: LightSettings
) -> LightModel:
    """Blend both parts of the model by the likelihood of `y`, within the settings.

    The linear part is calibrated on all rows, the blend on those it is not sure of.
    """
    linear, network = LightScorer(model).parts(X)
    slope, offset = fit_platt(linear, y)
    linear = slope * linear + offset
    model = replace(model, linear=scaled(model.linear, slope, offset))
    if model.network is None:
        return model
    unsure = np.abs(linear) < settings.sure_from
    if len(np.unique(y[unsure])) < 2:
        return replace(model, network=None, graph=None)  # nothing to ask it
    share = settings.network_share
    slope, bias = fit_platt(((1 - share) * linear + share * network)[unsure], y[unsure])
    blend = Blend(slope * (1 - share), slope * share, bias, settings.sure_from)
    return replace(model, blend=blend)
