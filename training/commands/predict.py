"""`predict`: score the tweets of a file with a trained model."""

import argparse
from pathlib import Path

from training.option_types import new_file
from training.options import STORE, add_columns, columns_of

HELP = "score the tweets of a file with any trained model"
EXAMPLES = (
    "predict bundled tweets.csv --out scored.csv",
    "predict instance/training/lstm tweets.xlsx --out scored.xlsx --text-column message",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add("model", metavar="MODEL", help=f"directory, name in {STORE}, or `bundled`")
    add("data", type=Path, metavar="FILE", help="tweets: CSV, XLSX, JSON lines, Parquet")
    add(
        "--out",
        type=new_file,
        required=True,
        metavar="FILE",
        help="output file: the same rows with scores",
    )
    add_columns(parser)


def run(options: argparse.Namespace) -> None:
    """Write the file with label and probabilities added."""
    from training.evaluation.loading import find_model, load_model
    from training.evaluation.prediction import predict_file

    scorer = load_model(find_model(options.model, STORE))
    rows = predict_file(scorer, options.data, options.out, columns_of(options))
    print(f"wrote {rows:,} rows to {options.out}")
