"""Setup of Hugging Face's `Trainer`, for masked words and for classification alike."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from training.families.machine import has_bf16
from training.families.modernbert.settings import ModernBertSettings
from training.families.modernbert.tokens import EncodedTweets

EVALUATION_BATCH = 256


def training_arguments(
    directory: Path, settings: ModernBertSettings, eval_steps: int, **changes: Any
) -> TrainingArguments:
    """Evaluate, log and write a checkpoint to `directory` every `eval_steps` steps; no network.

    Tweets of similar length share a batch. `changes` are more arguments of `TrainingArguments`.
    """
    return TrainingArguments(
        output_dir=str(directory),
        per_device_train_batch_size=settings.batch_size,
        per_device_eval_batch_size=EVALUATION_BATCH,
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
    """Return the last checkpoint of an interrupted training, None where there is none."""
    if not directory.is_dir():
        return None
    found: str | None = get_last_checkpoint(str(directory))  # type: ignore[no-untyped-call]
    return found


@contextmanager
def checkpoint_directory(
    checkpoints: Path | None, settings: ModernBertSettings, *data: EncodedTweets
) -> Iterator[Path]:
    """Yield the directory of these settings and data under `checkpoints`, or a temporary one."""
    if checkpoints is None:
        with tempfile.TemporaryDirectory() as temporary:
            yield Path(temporary)
        return
    digest = hashlib.sha256(json.dumps(settings.parameters).encode())
    for tweets in data:
        digest.update(np.asarray(tweets.y).tobytes())
        for numbers in tweets.tokens:
            digest.update(len(numbers).to_bytes(4, "little"))
            digest.update(numbers.tobytes())
    yield checkpoints / f"modernbert-{digest.hexdigest()[:16]}"
