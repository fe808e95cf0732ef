"""Fine-tuning a model to separate negative tweets from positive ones, and scoring with it."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from tqdm import tqdm
from transformers import (
    DataCollatorWithPadding,
    EarlyStoppingCallback,
    EvalPrediction,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)

from training.families.machine import device, mixed_precision
from training.families.modernbert.settings import ModernBertSettings
from training.families.modernbert.tokens import EncodedTweets
from training.families.modernbert.trainer import last_checkpoint, training_arguments

N_EVALUATED = 10_000
"""Validation rows of an evaluation; all of them would take longer than the steps between."""

SCORING_BATCH = 256
OnEpoch = Callable[[int, Mapping[str, float]], None]


def tune(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    tweets: EncodedTweets,
    validation: EncodedTweets,
    settings: ModernBertSettings,
    directory: Path,
    on_epoch: OnEpoch,
) -> None:
    """Tune `model` in place; it ends as it was when its loss on `validation` was lowest.

    Checkpoints are in `directory`. `on_epoch` is called with each evaluation, counted from 1.
    """
    batches = math.ceil(len(tweets) / settings.batch_size)
    trainer = Trainer(
        model=model,
        args=training_arguments(
            directory,
            settings,
            math.ceil(batches / settings.evaluations),
            num_train_epochs=settings.epochs,
            load_best_model_at_end=True,
            metric_for_best_model="eval_loss",
            greater_is_better=False,
        ),
        data_collator=DataCollatorWithPadding(tokenizer),
        train_dataset=tweets,
        eval_dataset=validation.sample(N_EVALUATED, settings.seed),
        processing_class=tokenizer,
        compute_metrics=Metrics(),
        callbacks=[EarlyStoppingCallback(settings.patience), Report(on_epoch)],
    )
    trainer.train(resume_from_checkpoint=last_checkpoint(directory))


class Metrics:
    """Figures of one evaluation, and the seconds since the one before, or since the start."""

    def __init__(self) -> None:
        self._before = monotonic()

    def __call__(self, prediction: EvalPrediction) -> dict[str, float]:
        """Evaluate logits, shape (n, 2), against labels, shape (n,)."""
        logits, y = np.asarray(prediction.predictions), np.asarray(prediction.label_ids)
        before, self._before = self._before, monotonic()
        return {
            "accuracy": float((logits.argmax(axis=1) == y).mean()),
            "roc_auc": float(roc_auc_score(y, logits[:, 1] - logits[:, 0])),
            "seconds": self._before - before,
        }


class Report(TrainerCallback):
    """Passes on every evaluation, those before a resumed checkpoint included."""

    def __init__(self, on_epoch: OnEpoch) -> None:
        self._on_epoch = on_epoch
        self._reported = 0

    def on_train_begin(
        self,
        args: TrainingArguments,  # noqa: ARG002 - the callbacks' signature
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        **_: Any,
    ) -> None:
        """Report new evaluations: those of a resumed checkpoint, or the one just made."""
        figures = evaluation_figures(state.log_history)
        for number in range(self._reported, len(figures)):
            self._on_epoch(number + 1, figures[number])
        self._reported = len(figures)

    on_evaluate = on_train_begin


def evaluation_figures(history: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Return the evaluations of a `Trainer`'s log, with the training loss logged before each."""
    found: list[dict[str, float]] = []
    train_loss = float("nan")
    for entry in history:
        train_loss = entry.get("loss", train_loss)
        if "eval_loss" in entry:
            figures = {"train_loss": train_loss, "validation_loss": entry["eval_loss"]}
            for name in ("accuracy", "roc_auc"):
                figures[f"validation_{name}"] = entry[f"eval_{name}"]
            found.append(figures | {"seconds": entry["eval_seconds"]})
    return found


def log_odds(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, tweets: EncodedTweets
) -> NDArray[np.float64]:
    """Return log-odds of positive, shape (n,); batches are of similar length."""
    order = np.argsort([len(numbers) for numbers in tweets.tokens], kind="stable")
    collate = DataCollatorWithPadding(tokenizer)
    found = np.empty(len(tweets))
    model.train(mode=False)
    starts = range(0, len(tweets), SCORING_BATCH)
    with torch.inference_mode(), mixed_precision(device(), torch.nn.Linear):
        for start in tqdm(starts, desc="score", mininterval=1, disable=len(starts) < 100):
            rows = order[start : start + SCORING_BATCH]
            batch = collate([tweets[row] for row in rows])
            inputs = {name: tensor.to(model.device) for name, tensor in batch.items()}
            logits = model(**inputs).logits.float().cpu().numpy()
            found[rows] = logits[:, 1] - logits[:, 0]
    return found
