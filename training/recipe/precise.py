"""The teacher of English as a model that is served: quantised and calibrated."""

from pathlib import Path

import numpy as np
import torch

from airparadis.ml.bilingual.english import AIRLINE, GENERAL
from airparadis.ml.bilingual.routing import LanguageRouter
from airparadis.ml.precise.model import (
    FRENCH_DIGEST,
    PreciseModel,
    bundled_french,
    english_scorer,
    write_precise,
)
from training.recipe.bundle import Bundle, calibrate_english
from training.recipe.calibration import UNCALIBRATED
from training.recipe.encoder.graph import graph_of
from training.recipe.encoder.published import read_vocabulary
from training.recipe.material import Material
from training.recipe.onnx_graph import in_integers
from training.recipe.settings import RecipeSettings
from training.recipe.teachers import ENCODER_NAME

FAMILY = "precise"


def make_precise(
    encoder: Path, material: Material, recipe: RecipeSettings, *, in_float: bool = False
) -> PreciseModel:
    """Export the tuned encoder of a directory; `in_float` leaves out the quantising."""
    weights = torch.load(encoder / ENCODER_NAME, weights_only=True)
    arrays = {name: tensor.numpy().astype(np.float32) for name, tensor in weights.items()}
    graph = graph_of(arrays, recipe.encoder.max_pieces)
    serialised = (graph if in_float else in_integers(graph)).SerializeToString()
    plain = PreciseModel(
        read_vocabulary(), serialised, dict.fromkeys((GENERAL, AIRLINE), UNCALIBRATED)
    )
    calibrations = calibrate_english(english_scorer(plain).logits, material, recipe)
    return PreciseModel(plain.vocabulary, serialised, calibrations)


def bundle_of(
    model: PreciseModel, parameters: dict[str, bool | int | float | str]
) -> tuple[Bundle, LanguageRouter]:
    """Return the model as it is exported, and its scorer, French by the bundled light model."""
    french, digest = bundled_french()
    bundled = Bundle(
        FAMILY,
        lambda directory: write_precise(directory, model),
        {**parameters, FRENCH_DIGEST: digest},
    )
    return bundled, LanguageRouter(english_scorer(model), french)
