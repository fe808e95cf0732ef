"""`eda`: explore the tweets and write a report."""

import argparse

from training.option_types import new_folder, positive
from training.options import STORE, add_data, add_no_mlflow, columns_of

HELP = "explore the tweets and write a report"
EXAMPLES = ("eda --data tweets.csv",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_data(parser)
    parser.add_argument("--out", type=new_folder, default=STORE / "eda", help="output directory")
    parser.add_argument("--sample", type=positive, help="explore only this many rows")
    add_no_mlflow(parser)


def run(options: argparse.Namespace) -> None:
    """Write the report, and log it to MLflow by default."""
    from training.eda.explore import explore

    explore(options.data, options.out, options.sample, columns_of(options), track=options.track)
