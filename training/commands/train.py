"""`train`: fit a family, judge it, write its artifact."""

import argparse
from pathlib import Path

from training.commands.options import STORE, add_data, add_split, positive, split_path

HELP = "fit a family, judge it, write its artifact"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add a sub-command for each family: the options all share, and its own."""
    from training.families import FAMILIES, family_module

    families = parser.add_subparsers(dest="family", required=True)
    for name in FAMILIES:
        family = families.add_parser(name)
        _add_common(family)
        family_module(name).add_arguments(family)


def run(options: argparse.Namespace) -> None:
    """Fit and judge the family the options name."""
    from training.families import family_module
    from training.train import train

    family = family_module(options.family).from_options(options)
    out = options.out or STORE / options.family
    train(family, options.data, out, split_path(options), options.variant, options.sample)


def _add_common(parser: argparse.ArgumentParser) -> None:
    add_data(parser)
    add_split(parser)
    parser.add_argument("--out", type=Path, help="artifact directory to write")
    parser.add_argument("--sample", type=positive, help="fit on so many training rows only")
