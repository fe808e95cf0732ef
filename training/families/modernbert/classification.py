"""Tuning a model to tell negative tweets from positive ones."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path

from transformers import (
    DataCollatorWithPadding,
    EarlyStoppingCallback,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    Trainer,
)

from training.families.modernbert.arguments import (
    last_checkpoint,
    training_arguments,
)
from training.families.modernbert.dataset import EncodedTweets
from training.families.modernbert.report import Judge, Report
from training.families.modernbert.settings import ModernBertSettings

JUDGED_TWEETS = 10_000
"""Validation rows an evaluation reads; all of them would take longer than the steps between."""


def tune(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    tweets: EncodedTweets,
    validation: EncodedTweets,
    settings: ModernBertSettings,
    directory: Path,
    on_epoch: Callable[[int, Mapping[str, float]], None],
) -> None:
    """Tune `model` in place; it ends as it was when its loss on `validation` was lowest.

    Checkpoints lie in `directory`. `on_epoch` is told of each evaluation, counted from 1.
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
        eval_dataset=validation.sample(JUDGED_TWEETS, settings.seed),
        processing_class=tokenizer,
        compute_metrics=Judge(),
        callbacks=[EarlyStoppingCallback(settings.patience), Report(on_epoch)],
    )
    trainer.train(resume_from_checkpoint=last_checkpoint(directory))
