"""`cards`: bring the figures in the model card and the data card up to date."""

import argparse
from pathlib import Path

from airparadis.ml.artifact import BUNDLED_MODEL, read_verified

HELP = "bring the figures in docs/model.md and docs/data.md up to date with a model"
EXAMPLES = ("cards",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--model", type=Path, default=BUNDLED_MODEL, help="artifact directory")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="where the cards are")


def run(options: argparse.Namespace) -> None:
    """Fill the generated parts of the cards from the model's manifest."""
    from training.reporting.cards import write_cards

    write_cards(read_verified(options.model), options.docs)
