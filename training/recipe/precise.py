"""The teacher of English as a model that is served beside the light one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from airparadis.ml.artifact import BUNDLED_MODEL, read_verified
from airparadis.ml.bilingual.model import read_model
from airparadis.ml.bilingual.routing import LanguageRouter
from airparadis.ml.precise.model import (
    LIGHT,
    PreciseModel,
    PreciseScorer,
    english_logits,
    write_precise,
)
from training.recipe.bundle import Bundle, calibrate_english
from training.recipe.encoder.graph import graph_of
from training.recipe.encoder.published import read_vocabulary
from training.recipe.material import Material
from training.recipe.onnx_graph import in_integers
from training.recipe.settings import RecipeSettings
from training.recipe.teachers import ENCODER_NAME

FAMILY = "precise"
EMOTICON_ROWS = 4_000
"""Rows of each part of Sentiment140: emoticons are not what the model is for, and it is slow."""


def make_precise(
    encoder: Path, material: Material, recipe: RecipeSettings, *, in_float: bool = False
) -> PreciseModel:
    """Export the tuned encoder of a directory; `in_float` leaves out the quantising."""
    weights = torch.load(encoder / ENCODER_NAME, weights_only=True)
    arrays = {name: tensor.numpy().astype(np.float32) for name, tensor in weights.items()}
    graph = graph_of(arrays, recipe.encoder.max_pieces)
    serialised = (graph if in_float else in_integers(graph)).SerializeToString()
    plain, light = PreciseModel(read_vocabulary(), serialised, {}), read_model(BUNDLED_MODEL)
    calibrations = calibrate_english(
        lambda texts: english_logits(plain, light, texts), material, recipe
    )
    return replace(plain, calibrations=calibrations)


def bundle_of(
    model: PreciseModel, parameters: dict[str, bool | int | float | str]
) -> tuple[Bundle, LanguageRouter]:
    """Return the model as it is exported, and its scorer, with the bundled light model."""
    bundled = Bundle(
        FAMILY,
        lambda directory: write_precise(directory, model),
        {**parameters, LIGHT: read_verified(BUNDLED_MODEL).version},
        emoticon_rows=EMOTICON_ROWS,
    )
    return bundled, PreciseScorer(model, read_model(BUNDLED_MODEL))
