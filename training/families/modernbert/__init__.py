"""`modernbert`: a transformer tuned by Hugging Face's `Trainer`, or a small one from scratch.

Warner et al., "Smarter, Better, Faster, Longer: A Modern Bidirectional Encoder", 2024. This module
and `settings` import no deep library, so that the command line can name the options where none is
installed; `family` does.
"""

import argparse
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from training.errors import TrainingError
from training.families.modernbert.settings import FROM_SCRATCH, HEAD_SIZE, PRETRAINED
from training.options import positive

if TYPE_CHECKING:
    from training.families.modernbert.family import ModernBert

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read once, when transformers is imported
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the fields of `ModernBertSettings` a command may set.

    One not given stays out of the parsed options: its default depends on `--from-scratch`.
    """
    start = parser.add_mutually_exclusive_group()
    start.add_argument(
        "--model", default=argparse.SUPPRESS, help=f"name or directory; default: {PRETRAINED.model}"
    )
    start.add_argument(
        "--from-scratch", action="store_true", help="learn tokenizer and a small model on the spot"
    )
    _add_number(parser, "max_length", "tokens of a tweet, its two marks included")
    _add_number(parser, "epochs", "at most")
    _add_number(parser, "batch_size", "tweets")
    _add_number(parser, "learning_rate", "at its highest")
    _add_number(parser, "evaluations", "on validation rows, in each epoch")
    _add_number(parser, "patience", "evaluations without a better loss")
    _add_number(parser, "seed", "of every random draw")
    _add_number(parser, "vocabulary_size", "from scratch: tokens")
    _add_number(parser, "hidden_size", "from scratch: width, a multiple of 64")
    _add_number(parser, "layers", "from scratch")
    _add_number(parser, "pretraining_steps", "from scratch: batches of masked words")


def from_options(options: argparse.Namespace) -> "ModernBert":
    """A family not fitted yet; raises `TrainingError` where transformers is missing."""
    given = vars(options)
    base = FROM_SCRATCH if given.get("from_scratch") else PRETRAINED
    settings = replace(base, **{name: given[name] for name in base.parameters if name in given})
    if settings.hidden_size % HEAD_SIZE:
        raise TrainingError(f"--hidden-size must be a multiple of {HEAD_SIZE}")
    try:
        from training.families.modernbert.family import ModernBert
    except ModuleNotFoundError as error:
        raise TrainingError(
            f"modernbert needs {error.name}: pip install -r training/requirements-deep.txt"
        ) from error
    return ModernBert(settings)


def _add_number(parser: argparse.ArgumentParser, name: str, meaning: str) -> None:
    scratch, default = (getattr(base, name) for base in (FROM_SCRATCH, PRETRAINED))
    shown = f"{default}" if scratch == default else f"{default}, from scratch {scratch}"
    parser.add_argument(
        f"--{name.replace('_', '-')}",
        type=positive if isinstance(default, int) else float,
        default=argparse.SUPPRESS,
        help=f"{meaning}; default: {shown}",
    )
