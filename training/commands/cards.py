"""`cards`: bring the figures in the cards of models and data up to date."""

import argparse
from pathlib import Path

HELP = "bring the figures in the cards of models and data up to date"
EXAMPLES = ("cards",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="where the cards are")


def run(options: argparse.Namespace) -> None:
    """Fill the generated parts of the cards from the bundled models' manifests."""
    from training.reporting.cards import write_cards

    write_cards(options.docs)
