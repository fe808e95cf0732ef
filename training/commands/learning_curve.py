"""`learning-curve`: fit a family on ever more training rows, keep how well it does."""

import argparse
from functools import partial

from training.options import STORE, add_data, add_split, positive, split_path

HELP = "fit a family on ever more training rows, for `compare` to draw"
SIZES = (1_000, 10_000, 100_000)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add a sub-command for each family: the options all share, and its own."""
    from training.families import FAMILIES, family_module

    families = parser.add_subparsers(dest="family", required=True)
    for name in FAMILIES:
        family = families.add_parser(name)
        add_data(family)
        add_split(family)
        family.add_argument("--sizes", type=positive, nargs="+", default=SIZES, metavar="ROWS")
        family_module(name).add_arguments(family)


def run(options: argparse.Namespace) -> None:
    """Fit on each number of rows and write the points to the training store."""
    from training.compare.learning import CURVES, Source, draw_curve
    from training.families import family_module

    make = partial(family_module(options.family).from_options, options)
    source = Source(options.data, split_path(options), options.variant)
    draw_curve(options.family, make, source, options.sizes, STORE / CURVES)
