"""Pretraining of a small ModernBERT on masked words of tweets."""

import math
from pathlib import Path

from transformers import (
    AutoModelForMaskedLM,
    DataCollatorForLanguageModeling,
    ModernBertConfig,
    PreTrainedTokenizerBase,
    Trainer,
    set_seed,
)

from training.families.machine import attention
from training.families.modernbert.settings import HEAD_SIZE, ModernBertSettings
from training.families.modernbert.tokens import EncodedTweets
from training.families.modernbert.trainer import last_checkpoint, training_arguments

MASKED = 0.3
"""Share of the tokens that are masked, as in ModernBERT."""

LOCAL_ATTENTION = 16
N_EVALUATED = 2_000
EVALUATIONS = 4


def pretrain(
    tokenizer: PreTrainedTokenizerBase,
    tweets: EncodedTweets,
    held_out: EncodedTweets,
    settings: ModernBertSettings,
    directory: Path,
) -> dict[str, float]:
    """Learn from `tweets`; write the model to `directory` and return its figures.

    Its checkpoints are there too. `pretraining_loss` is the mean cross-entropy of the masked tokens
    of `held_out`, in nats.
    """
    set_seed(settings.seed)
    trainer = Trainer(
        model=AutoModelForMaskedLM.from_config(  # type: ignore[no-untyped-call]
            small_config(tokenizer, settings), attn_implementation=attention()
        ),
        args=training_arguments(
            directory,
            settings,
            math.ceil(settings.pretraining_steps / EVALUATIONS),
            max_steps=settings.pretraining_steps,
            prediction_loss_only=True,
        ),
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm_probability=MASKED),
        train_dataset=tweets.without_labels(),
        eval_dataset=held_out.without_labels().sample(N_EVALUATED, settings.seed),
        processing_class=tokenizer,
    )
    trainer.train(resume_from_checkpoint=last_checkpoint(directory))
    trainer.save_model()
    losses = [entry["eval_loss"] for entry in trainer.state.log_history if "eval_loss" in entry]
    return {"pretraining_loss": round(losses[-1], 4)}


def small_config(
    tokenizer: PreTrainedTokenizerBase, settings: ModernBertSettings
) -> ModernBertConfig:
    """Scale ModernBERT down: its proportions, every third layer global, the others local."""
    return ModernBertConfig(
        vocab_size=len(tokenizer),
        hidden_size=settings.hidden_size,
        intermediate_size=settings.hidden_size * 3 // 2,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.hidden_size // HEAD_SIZE,
        max_position_embeddings=settings.max_length,
        local_attention=LOCAL_ATTENTION,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.cls_token_id,
        cls_token_id=tokenizer.cls_token_id,
        eos_token_id=tokenizer.sep_token_id,
        sep_token_id=tokenizer.sep_token_id,
        classifier_pooling="mean",
        sparse_prediction=True,
    )
