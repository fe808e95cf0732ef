"""`experiment cleaning`: what each level of cleaning keeps, costs and is worth."""

import argparse

from training.option_types import positive
from training.options import add_no_mlflow, add_split, material_of

HELP = "compare the three levels of cleaning on the same split"
EXAMPLES = ("experiment cleaning --data tweets.csv",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("what", choices=("cleaning",), help="cleaning: its three levels")
    add_split(parser)
    parser.add_argument("--sample", type=positive, help="train on only this many rows")
    add_no_mlflow(parser)


def run(options: argparse.Namespace) -> None:
    """Fit the baseline on each level and print rows, lengths, seconds and validation figures."""
    from training.runs.cleaning import as_table, compare_levels

    print(as_table(compare_levels(material_of(options), track=options.track)))
