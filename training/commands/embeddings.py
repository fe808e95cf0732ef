"""`embeddings`: learn word vectors from the training rows."""

import argparse
from pathlib import Path

from training.embeddings.settings import Method, VectorSettings
from training.options import add_data, add_split, positive, split_path

HELP = "learn word vectors from the training rows"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    default = VectorSettings()
    add_data(parser)
    add_split(parser)
    add = parser.add_argument
    add("--out", type=Path, required=True, help="text file to write: .vec or .vec.gz")
    add("--method", type=Method, choices=list(Method), default=default.method)
    add("--dimensions", type=positive, default=default.dimensions)
    add("--epochs", type=positive, default=default.epochs)
    add("--min-count", type=positive, default=default.min_count, help="rarer words get no vector")
    add("--workers", type=positive, default=default.workers, help="1: the same vectors every time")


def run(options: argparse.Namespace) -> None:
    """Learn the vectors and write them."""
    from training.embeddings.command import embed

    settings = VectorSettings(
        options.method, options.dimensions, options.epochs, options.min_count, options.workers
    )
    embed(options.data, split_path(options), options.variant, options.out, settings)
