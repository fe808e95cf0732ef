"""Options that several commands share."""

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from training.data.labels import parse_labels
from training.data.tables import Columns
from training.option_types import positive, positive_number, share

if TYPE_CHECKING:
    from training.data.material import Material

STORE = Path(os.environ.get("INSTANCE_PATH") or "instance") / "training"
VARIANTS = ("strict", "published")


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a file of tweets is read; all are guessed without them."""
    group = parser.add_argument_group("how the file is read (default: guessed)")
    group.add_argument("--text-column", metavar="NAME", help="column with the tweets")
    group.add_argument("--label-column", metavar="NAME", help="column with their labels")
    group.add_argument(
        "--labels",
        type=_labels,
        metavar="CLASS=VALUE,…",
        help="meaning of the labels: negative=0,neutral=2,positive=4",
    )
    group.add_argument("--encoding", help="encoding of a text file, such as cp1252")


def columns_of(options: argparse.Namespace) -> Columns:
    """Return the columns that the options name."""
    return Columns(options.text_column, options.label_column, options.labels, options.encoding)


def add_data(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add `--data`, the tweets every command begins with, and how they are read."""
    parser.add_argument(
        "--data",
        type=Path,
        required=required,
        metavar="FILE",
        help="labelled tweets: CSV, XLSX, JSON lines or Parquet; Sentiment140 as published",
    )
    add_columns(parser)


def add_split(
    parser: argparse.ArgumentParser, variant: str | None = VARIANTS[0], *, required: bool = True
) -> None:
    """Add `--data`, and `--variant` and `--split`: which frozen split, and its file."""
    add_data(parser, required=required)
    shown = "%(default)s" if variant else "the champion's"
    parser.add_argument(
        "--variant",
        choices=VARIANTS,
        default=variant,
        help="split variant: strict keeps near-duplicates together, published draws rows as the "
        "prototype did (default: " + shown + ")",
    )
    parser.add_argument(
        "--split",
        type=Path,
        metavar="FILE",
        help=f"default: {STORE}/split-VARIANT.parquet",
    )


def split_path(options: argparse.Namespace) -> Path:
    """Return the file of the split that the options name."""
    return options.split or STORE / f"split-{options.variant}.parquet"


def material_of(options: argparse.Namespace) -> "Material":
    """Read the tweets and the split that the options name.

    Raises:
        TrainingError: one of them cannot be read.
    """
    from training.data.material import read_material

    return read_material(
        options.data,
        split_path(options),
        options.variant,
        columns_of(options),
        sample=getattr(options, "sample", None),
        airline=getattr(options, "airline", None),
    )


def add_no_mlflow(parser: argparse.ArgumentParser) -> None:
    """Add `--no-mlflow`, which clears `track`."""
    parser.add_argument(
        "--no-mlflow",
        dest="track",
        action="store_false",
        help="write files only, without MLflow tracking",
    )


def number_type(name: str, default: float) -> Callable[[str], float]:
    """Return what parses the numeric setting `name`: a count, a share or another number."""
    if isinstance(default, int):
        return positive
    return share if "dropout" in name else positive_number


def add_numbers(
    parser: argparse.ArgumentParser, settings: object, helps: Mapping[str, str]
) -> None:
    """Add an option for every field of `settings` in `helps`, with its value as the default."""
    for name, meaning in helps.items():
        default = getattr(settings, name)
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=number_type(name, default),
            default=default,
            help=f"{meaning} (default: %(default)s)",
        )


def _labels(value: str) -> object:
    try:
        return parse_labels(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
