"""`score-archive`: score a folder of Parquet files on a cluster."""

import argparse
from pathlib import Path

from airparadis.ml.artifact import BUNDLED_MODEL
from training.option_types import new_folder, positive

HELP = "score a folder of Parquet files on a cluster, resuming where it stopped"
EXAMPLES = ("score-archive archive/ --out scored/ --workers 4",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add("source", type=Path, help="folder of Parquet files, partitioned or not, or one file")
    add(
        "--out", type=new_folder, required=True, help="output folder; results keep their file names"
    )
    add("--model", type=Path, default=BUNDLED_MODEL, help="artifact directory")
    add("--column", help="name of the column with the tweets; default: guessed")
    add("--workers", type=positive, default=2, help="worker processes on this machine")
    add(
        "--scheduler",
        metavar="ADDRESS",
        help="address of a cluster, tcp://host:8786, instead of a local one",
    )


def run(options: argparse.Namespace) -> None:
    """Score the partitions that have no result yet."""
    from training.cluster.score import Request, score_archive

    names = ("source", "out", "model", "column", "workers", "scheduler")
    rows = score_archive(Request(**{name: getattr(options, name) for name in names}))
    print(f"{rows:,} rows scored")
