"""How a `Trainer` is set up, for masked words and for classification alike."""

from pathlib import Path
from typing import Any

import torch
from transformers import TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from training.families.machine import has_bf16
from training.families.modernbert.settings import ModernBertSettings

EVALUATED_AT_ONCE = 256


def training_arguments(
    directory: Path, settings: ModernBertSettings, eval_steps: int, **changes: Any
) -> TrainingArguments:
    """Judge, log and keep a checkpoint in `directory` every `eval_steps` steps; ask no network.

    Tweets of a like length share a batch. `changes` are more arguments of `TrainingArguments`.
    """
    return TrainingArguments(
        output_dir=str(directory),
        per_device_train_batch_size=settings.batch_size,
        per_device_eval_batch_size=EVALUATED_AT_ONCE,
        learning_rate=settings.learning_rate,
        warmup_steps=0.06,
        weight_decay=0.01,
        seed=settings.seed,
        bf16=has_bf16(),
        use_cpu=not torch.cuda.is_available(),
        train_sampling_strategy="group_by_length",
        eval_strategy="steps",
        save_strategy="steps",
        logging_strategy="steps",
        eval_steps=eval_steps,
        save_steps=eval_steps,
        logging_steps=eval_steps,
        save_total_limit=2,
        restore_callback_states_from_checkpoint=True,
        dataloader_pin_memory=torch.cuda.is_available(),
        report_to=[],
        **changes,
    )


def last_checkpoint(directory: Path) -> str | None:
    """Where an interrupted training got to, None where there was none."""
    if not directory.is_dir():
        return None
    found: str | None = get_last_checkpoint(str(directory))  # type: ignore[no-untyped-call]
    return found
