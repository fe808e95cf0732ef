"""`modernbert`: a transformer tuned by Hugging Face's `Trainer`, or a small one from scratch.

Warner et al., "Smarter, Better, Faster, Longer: A Modern Bidirectional Encoder", 2024. This module
and `settings` import no deep library, so that the command line can list the options without one.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from training.errors import TrainingError, needs_deep_layer
from training.families.modernbert.settings import FROM_SCRATCH, HEAD_SIZE, PRETRAINED
from training.options import number_type

if TYPE_CHECKING:
    from training.families.modernbert.family import ModernBert

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read once, when transformers is imported
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

NUMBERS = {
    "max_length": "tokens of a tweet, its two marks included",
    "epochs": "at most",
    "batch_size": "tweets",
    "learning_rate": "at its highest",
    "evaluations": "on validation rows, in each epoch",
    "patience": "evaluations without a better loss",
    "seed": "of every random draw",
    "vocabulary_size": "from scratch: tokens",
    "hidden_size": f"from scratch: width, a multiple of {HEAD_SIZE}",
    "layers": "from scratch",
    "pretraining_steps": "from scratch: batches of masked words",
}
"""Options that are numbers: fields of `ModernBertSettings`, and their help."""


SEARCH: Mapping[str, Sequence[object]] = {
    "learning_rate": (2e-5, 5e-5, 8e-5),
    "batch_size": (16, 32, 64),
    "max_length": (40, 64),
}
"""Values that `tune` draws from."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options; one not given is left out, as its default depends on `--from-scratch`."""
    start = parser.add_mutually_exclusive_group()
    start.add_argument(
        "--model",
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="directory of any local encoder, or a name in this machine's Hugging Face cache "
        f"(default: {PRETRAINED.model})",
    )
    start.add_argument(
        "--from-scratch",
        action="store_true",
        help="train a tokenizer and a small model from scratch",
    )
    for name, meaning in NUMBERS.items():
        scratch, default = (getattr(base, name) for base in (FROM_SCRATCH, PRETRAINED))
        shown = f"{default}" if scratch == default else f"{default}, from scratch {scratch}"
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=number_type(name, default),
            default=argparse.SUPPRESS,
            help=f"{meaning} (default: {shown})",
        )


def from_options(options: argparse.Namespace) -> "ModernBert":
    """Make a family, not fitted yet; raises `TrainingError` where transformers is missing."""
    given = vars(options)
    base = FROM_SCRATCH if given.get("from_scratch") else PRETRAINED
    settings = replace(base, **{name: given[name] for name in base.parameters if name in given})
    if settings.hidden_size % HEAD_SIZE:
        raise TrainingError(f"--hidden-size must be a multiple of {HEAD_SIZE}")
    with needs_deep_layer("modernbert"):
        from training.families.modernbert.family import ModernBert
    return ModernBert(settings)
