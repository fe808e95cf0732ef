"""`split`: draw the frozen split, or check the one drawn."""

import argparse

from training.options import add_split, material_of

HELP = "draw the frozen split, or check the one drawn"
EXAMPLES = ("split --data tweets.csv",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_split(parser)


def run(options: argparse.Namespace) -> None:
    """Draw or check the split and print its sizes."""
    material_of(options)
