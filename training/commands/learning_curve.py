"""`learning-curve`: fit a family on ever more training rows, keep how well it does."""

import argparse

from training.commands.options import STORE, add_data, add_split, positive, split_path

HELP = "fit a family on ever more training rows, for `compare` to draw"
SIZES = (1_000, 10_000, 100_000)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    from training.families import FAMILIES

    parser.add_argument("family", choices=FAMILIES)
    add_data(parser)
    add_split(parser)
    parser.add_argument("--sizes", type=positive, nargs="+", default=SIZES, metavar="ROWS")


def run(options: argparse.Namespace) -> None:
    """Fit on each number of rows and write the points to the training store."""
    from training.compare.learning import CURVES, draw_curve

    split = split_path(options)
    draw_curve(options.family, options.data, split, options.variant, options.sizes, STORE / CURVES)
