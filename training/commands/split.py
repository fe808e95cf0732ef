"""`split`: draw the frozen split, or check the one drawn."""

import argparse

from training.options import add_split, split_path

HELP = "draw the frozen split, or check the one drawn"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_split(parser)


def run(options: argparse.Namespace) -> None:
    """Draw or check the split and print its sizes."""
    from training.data.material import read_material

    read_material(options.data, split_path(options), options.variant)
