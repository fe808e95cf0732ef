"""`split`: draw the frozen split, or check the one drawn."""

import argparse

from training.options import add_data, add_split, split_path

HELP = "draw the frozen split, or check the one drawn"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_data(parser)
    add_split(parser)


def run(options: argparse.Namespace) -> None:
    """Draw or check the split and print what it holds."""
    from training.data.material import read_material

    read_material(options.data, split_path(options), options.variant)
