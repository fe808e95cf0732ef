"""Options that several verbs share."""

import argparse
from pathlib import Path

STORE = Path("instance") / "training"


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add `--data`, the tweets every verb begins with."""
    parser.add_argument(
        "--data", type=Path, required=True, help="Sentiment140: csv, csv.gz, parquet"
    )


def add_split(parser: argparse.ArgumentParser) -> None:
    """Add `--split`, the file of the frozen split."""
    parser.add_argument("--split", type=Path, default=STORE / "split-published.parquet")


def positive(value: str) -> int:
    """A whole number of at least 1, for `type=`."""
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
