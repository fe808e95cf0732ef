"""`lstm`: word vectors, one bidirectional LSTM layer, mean and max over the words.

This module and `settings` import no deep library, so that the command line can list the options
without one.
"""

import argparse
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from training.errors import needs_deep_layer
from training.families.lstm.settings import LstmSettings, Precision

if TYPE_CHECKING:
    from training.families.lstm.family import Lstm


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the fields of `LstmSettings` a command may set."""
    default = LstmSettings()
    parser.set_defaults(tune=default.tune)
    add = parser.add_argument
    add("--embeddings", type=Path, help="word vectors: GloVe .txt, word2vec or fastText .vec, .gz")
    add("--dimensions", type=int, help="of the word vectors; default: the file's, or 128")
    tune = parser.add_mutually_exclusive_group()
    tune.add_argument("--tune", action="store_true", help="train the vectors too (default)")
    tune.add_argument("--freeze", "--frozen", dest="tune", action="store_false")
    add("--hidden", type=int, default=default.hidden, help="units in each direction")
    add("--bidirectional", action=argparse.BooleanOptionalAction, default=default.bidirectional)
    add("--dropout", type=float, default=default.dropout)
    add("--min-count", type=int, default=default.min_count, help="rarer words are <unk>")
    add("--epochs", type=int, default=default.epochs, help="at most")
    add("--patience", type=int, default=default.patience, help="epochs without a better loss")
    add("--batch-size", type=int, default=default.batch_size)
    add("--learning-rate", type=float, default=default.learning_rate, help="at its highest")
    add("--vectors-learning-rate", type=float, default=default.vectors_learning_rate)
    add(
        "--precision",
        type=Precision,
        choices=list(Precision),
        default=default.precision,
        help="auto (default): bf16 where the processor multiplies it, else fp32",
    )
    add("--seed", type=int, default=default.seed)


def from_options(options: argparse.Namespace) -> "Lstm":
    """Make a family, not fitted yet; raises `TrainingError` where PyTorch is missing."""
    given = vars(options)
    settings = {field.name: given[field.name] for field in fields(LstmSettings)} if given else {}
    with needs_deep_layer("lstm"):
        from training.families.lstm.family import Lstm
        from training.families.lstm.precision import check_precision
    check_precision(settings.get("precision", Precision.AUTO))
    return Lstm(LstmSettings(**settings))
