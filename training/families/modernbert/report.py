"""What a tuning's evaluations found, and whom it tells."""

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score
from transformers import (
    EvalPrediction,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)


class Judge:
    """The figures of one evaluation, and the seconds since the one before, or since the start."""

    def __init__(self) -> None:
        self._before = monotonic()

    def __call__(self, prediction: EvalPrediction) -> dict[str, float]:
        """Judge logits, shape (n, 2), against labels, shape (n,)."""
        logits, y = np.asarray(prediction.predictions), np.asarray(prediction.label_ids)
        before, self._before = self._before, monotonic()
        return {
            "accuracy": float((logits.argmax(axis=1) == y).mean()),
            "roc_auc": float(roc_auc_score(y, logits[:, 1] - logits[:, 0])),
            "seconds": self._before - before,
        }


class Report(TrainerCallback):
    """Passes every evaluation on, those before a resumed checkpoint included."""

    def __init__(self, on_epoch: Callable[[int, Mapping[str, float]], None]) -> None:
        self._on_epoch = on_epoch
        self._told = 0

    def on_train_begin(
        self,
        args: TrainingArguments,  # noqa: ARG002 - the callbacks' signature
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        **_: Any,
    ) -> None:
        """Tell what a resumed checkpoint remembers."""
        self._tell(state.log_history)

    def on_evaluate(
        self,
        args: TrainingArguments,  # noqa: ARG002
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        **_: Any,
    ) -> None:
        """Tell of the evaluation just made."""
        self._tell(state.log_history)

    def _tell(self, history: Sequence[Mapping[str, float]]) -> None:
        figures = evaluation_figures(history)
        for number in range(self._told, len(figures)):
            self._on_epoch(number + 1, figures[number])
        self._told = len(figures)


def evaluation_figures(history: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """The evaluations of a `Trainer`'s log, each with the mean training loss logged before it."""
    found: list[dict[str, float]] = []
    train_loss = float("nan")
    for entry in history:
        train_loss = entry.get("loss", train_loss)
        if "eval_loss" in entry:
            found.append(
                {
                    "train_loss": train_loss,
                    "validation_loss": entry["eval_loss"],
                    "validation_accuracy": entry["eval_accuracy"],
                    "validation_roc_auc": entry["eval_roc_auc"],
                    "seconds": entry["eval_seconds"],
                }
            )
    return found
