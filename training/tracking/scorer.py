"""The code of every model in MLflow, copied beside its artifact directory and run to load it.

https://mlflow.org/docs/latest/ml/model/models-from-code/
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from mlflow.models import set_model
from mlflow.pyfunc.model import PythonModel, PythonModelContext

from airparadis.domain.predictions.label import Label
from airparadis.ml.artifact import read_verified
from training.families import load_family
from training.tracking.schema import DIRECTORY, LABEL, PROBABILITIES, TEXT


class Scorer(PythonModel):
    """An artifact directory of any family, scoring raw tweets."""

    def load_context(self, context: PythonModelContext) -> None:
        """Verify and read the directory that was logged."""
        directory = Path(context.artifacts[DIRECTORY])
        self._family = load_family(read_verified(directory).family, directory)

    def predict(
        self,
        context: PythonModelContext,  # noqa: ARG002 - MLflow's signature
        model_input: pd.DataFrame,
        params: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> pd.DataFrame:
        """Return the probabilities of negative and of positive, and the label, a row a tweet."""
        probabilities = self._family.predict_proba(model_input[TEXT].tolist())
        scores = pd.DataFrame(probabilities, columns=PROBABILITIES, index=model_input.index)
        labels = np.array(list(Label))
        return scores.assign(**{LABEL: labels[(probabilities[:, 1] >= 0.5).astype(int)]})


set_model(Scorer())
