"""Models and tokenizers read from directories, or from Hugging Face's cache."""

from pathlib import Path

import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from training.errors import TrainingError
from training.families.machine import attention, device


def read_tokenizer(model: str) -> PreTrainedTokenizerBase:
    """Read the tokenizer of a model; raises `TrainingError` where there is none."""
    try:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
            model, local_files_only=True
        )
    except (OSError, ValueError) as error:
        raise _missing(model) from error
    return tokenizer


def read_classifier(model: str | Path) -> PreTrainedModel:
    """Read a model with an output for each label, new unless it has been tuned before.

    Raises `TrainingError` where there is none.
    """
    try:
        classifier: PreTrainedModel = AutoModelForSequenceClassification.from_pretrained(
            model, num_labels=2, attn_implementation=attention(), local_files_only=True
        )
    except (OSError, ValueError) as error:
        raise _missing(str(model)) from error
    torch.nn.Module.to(classifier, device())
    return classifier


def _missing(model: str) -> TrainingError:
    return TrainingError(
        f"{model} is neither a model's directory nor in this machine's Hugging Face cache; "
        f"fetch it where there is internet (hf download {model} --local-dir DIR) and give "
        "--model DIR, or learn one with --from-scratch"
    )
