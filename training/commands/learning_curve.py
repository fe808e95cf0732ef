"""`learning-curve`: fit a family on ever more training rows, store how well it does."""

import argparse
from functools import partial

from training.families import add_family_commands, family_module
from training.option_types import positive
from training.options import STORE, add_split, columns_of, split_path

HELP = "train a family on growing numbers of rows, for `compare` to plot"
EXAMPLES = ("learning-curve tfidf --data tweets.csv --sizes 1000 10000 100000",)
SIZES = (1_000, 10_000, 100_000)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add a sub-command for each family."""
    add_family_commands(parser, _add_common)


def run(options: argparse.Namespace) -> None:
    """Fit on each number of rows and write the points to the training store."""
    from training.compare.learning import CURVES, Source, draw_curve

    make = partial(family_module(options.family).from_options, options)
    source = Source(options.data, split_path(options), options.variant, columns_of(options))
    draw_curve(options.family, make, source, options.sizes, STORE / CURVES)


def _add_common(parser: argparse.ArgumentParser) -> None:
    add_split(parser)
    parser.add_argument(
        "--sizes",
        type=positive,
        nargs="+",
        default=SIZES,
        metavar="ROWS",
        help="numbers of training rows (default: %(default)s)",
    )
