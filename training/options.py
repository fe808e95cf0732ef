"""Options that several commands share."""

import argparse
from pathlib import Path

STORE = Path("instance") / "training"


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add `--data`, the tweets every command begins with."""
    parser.add_argument(
        "--data", type=Path, required=True, help="Sentiment140: csv, csv.gz, parquet"
    )


def add_split(parser: argparse.ArgumentParser) -> None:
    """Add `--data`, and `--variant` and `--split`: which frozen split, and its file."""
    add_data(parser)
    parser.add_argument(
        "--variant", choices=("published", "strict"), default="published", help="of the split"
    )
    parser.add_argument("--split", type=Path, help="file of the split; default: the variant's own")


def split_path(options: argparse.Namespace) -> Path:
    """Return the file of the split that the options name."""
    return options.split or STORE / f"split-{options.variant}.parquet"


def add_no_mlflow(parser: argparse.ArgumentParser) -> None:
    """Add `--no-mlflow`, which clears `track`."""
    parser.add_argument(
        "--no-mlflow", dest="track", action="store_false", help="write files only, track nothing"
    )


def positive(value: str) -> int:
    """Parse a whole number of at least 1, for `type=`."""
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
