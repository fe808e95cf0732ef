"""The same model as MLflow logs it, with the cleaning inside."""

from pathlib import Path
from typing import Any

import joblib
from mlflow.pyfunc import save_model
from mlflow.pyfunc.model import PythonModel

from airparadis.text.cleaning import Level, clean


class Baseline(PythonModel):
    """P(positive) of raw tweets."""

    def load_context(self, context: Any) -> None:
        """Read the joblib file that was logged."""
        self._vectoriser, self._regression = joblib.load(context.artifacts["pipeline"])

    def predict(
        self,
        context: Any,  # noqa: ARG002
        model_input: list[str],
        params: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> list[float]:
        """Score a list of tweets."""
        features = self._vectoriser.transform([clean(text, Level.SIMPLE) for text in model_input])
        scores: list[float] = self._regression.predict_proba(features)[:, 1].tolist()
        return scores


def log_model(pipeline: Path, to: Path) -> None:
    """Write a model directory that `mlflow models serve` takes."""
    save_model(
        to, python_model=Baseline(), artifacts={"pipeline": str(pipeline)}, pip_requirements=[]
    )
