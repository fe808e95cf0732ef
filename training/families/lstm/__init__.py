"""`lstm`: word vectors, one bidirectional LSTM layer, mean and max over the words.

This module and `settings` import no deep library, so that the command line can list the options
without one.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from training.errors import needs_deep_layer
from training.families.lstm.settings import LstmSettings, Precision
from training.option_types import existing, positive
from training.options import add_numbers

if TYPE_CHECKING:
    from training.families.lstm.family import Lstm


NUMBERS = {
    "hidden": "units in each direction",
    "dropout": "share of values that training blanks",
    "min_count": "rarer words are <unk>",
    "epochs": "passes over the data, at most",
    "patience": "epochs without a better validation loss",
    "batch_size": "tweets",
    "learning_rate": "at its highest",
    "vectors_learning_rate": "of the word vectors",
    "seed": "of every random draw",
}
"""Options that are numbers: fields of `LstmSettings`, and their help."""


SEARCH: Mapping[str, Sequence[object]] = {
    "hidden": (64, 128, 192),
    "dropout": (0.1, 0.3, 0.5),
    "batch_size": (128, 256, 512),
    "learning_rate": (1e-3, 2e-3, 4e-3),
    "vectors_learning_rate": (5e-4, 1e-3, 2e-3),
}
"""Values that `tune` draws from."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the fields of `LstmSettings` a command may set."""
    default = LstmSettings()
    parser.set_defaults(tune=default.tune)
    add = parser.add_argument
    add(
        "--embeddings",
        type=existing,
        metavar="FILE",
        help="vectors to start from: GloVe .txt, word2vec or fastText .vec, .gz, or an artifact of "
        "lstm (default: random ones)",
    )
    add(
        "--dimensions", type=positive, help="size of the word vectors (default: the file's, or 128)"
    )
    tune = parser.add_mutually_exclusive_group()
    tune.add_argument("--tune", action="store_true", help="also train the vectors (default)")
    tune.add_argument(
        "--freeze", "--frozen", dest="tune", action="store_false", help="keep the vectors fixed"
    )
    add(
        "--bidirectional",
        action=argparse.BooleanOptionalAction,
        default=default.bidirectional,
        help="also read the words backwards (default)",
    )
    add_numbers(parser, default, NUMBERS)
    add(
        "--precision",
        type=Precision,
        choices=list(Precision),
        default=default.precision,
        help="auto: bf16 where the processor multiplies it, else fp32 (default: %(default)s)",
    )


def from_options(options: argparse.Namespace) -> "Lstm":
    """Make a family, not fitted yet; raises `TrainingError` where PyTorch is missing."""
    given = vars(options)
    settings = {field.name: given[field.name] for field in fields(LstmSettings)} if given else {}
    with needs_deep_layer("lstm"):
        from training.families.lstm.family import Lstm
        from training.families.lstm.precision import check_precision
    check_precision(settings.get("precision", Precision.AUTO))
    return Lstm(LstmSettings(**settings))
