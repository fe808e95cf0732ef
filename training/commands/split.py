"""`split`: draw the frozen split, or check the one drawn."""

import argparse

from training.commands.options import add_data, add_split, split_path

HELP = "draw the frozen split, or check the one drawn"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_data(parser)
    add_split(parser)


def run(options: argparse.Namespace) -> None:
    """Draw or check the split and print what it holds."""
    from training.data import read_tweets
    from training.split import Part, frozen_split

    tweets = read_tweets(options.data)
    print(tweets.faults.summary(len(tweets.texts)))
    path = split_path(options)
    split = frozen_split(tweets, path, options.variant)
    counts = ", ".join(f"{part.name.lower()} {len(split.rows(part)):,}" for part in Part)
    print(f"{path}: {split.variant}, {counts}, fingerprint {split.fingerprint[:12]}")
