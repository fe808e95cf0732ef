"""`cards`: update the figures in the model and data cards."""

import argparse
from pathlib import Path

HELP = "update the figures in the model and data cards"
EXAMPLES = ("cards",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the cards")


def run(options: argparse.Namespace) -> None:
    """Fill the generated parts of the cards from the bundled models' manifests."""
    from training.reporting.cards import write_cards

    write_cards(options.docs)
