"""Inputs and outputs of a model in MLflow."""

import pandas as pd
from mlflow.models import ModelSignature
from mlflow.types.schema import ColSpec, Schema

from airparadis.domain.predictions.label import Label

DIRECTORY = "directory"
"""Name under which a model's artifact directory is logged."""

TEXT, LABEL = "text", "label"
PROBABILITIES = [f"probability_{label}" for label in Label]
SIGNATURE = ModelSignature(
    inputs=Schema([ColSpec("string", TEXT)]),
    outputs=Schema(
        [*(ColSpec("double", name) for name in PROBABILITIES), ColSpec("string", LABEL)]
    ),
)
EXAMPLE = pd.DataFrame(
    [["The crew was lovely"], ["Four hours late, and not a word of it"]],
    columns=pd.Index([TEXT], dtype=object),  # MLflow compares the columns' names with numbers
)
