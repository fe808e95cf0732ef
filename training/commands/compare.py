"""`compare`: judge and time all trained models on the same rows, write a report."""

import argparse
from pathlib import Path

from training.options import STORE, add_data, add_no_mlflow, add_split, split_path

HELP = "judge and time all trained models on the same rows, write a report"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_data(parser)
    add_split(parser)
    parser.add_argument(
        "--models",
        type=Path,
        nargs="+",
        metavar="DIR",
        help=f"artifact directories; default: the bundled one and those in {STORE}",
    )
    parser.add_argument("--airline", type=Path, help="hand-labelled airline tweets: csv, csv.gz")
    parser.add_argument("--champion", help="version or directory; default: the bundled model")
    parser.add_argument("--out", type=Path, default=STORE / "compare", help="directory to write")
    add_no_mlflow(parser)


def run(options: argparse.Namespace) -> None:
    """Write the report, and log it to MLflow unless told not to."""
    from training.compare.command import Request, compare

    compare(
        Request(
            data=options.data,
            split=split_path(options),
            variant=options.variant,
            store=STORE,
            out=options.out,
            models=options.models,
            airline=options.airline,
            champion=options.champion,
            track=options.track,
        )
    )
