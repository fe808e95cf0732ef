"""`embeddings`: learn word vectors from the training rows."""

import argparse
from pathlib import Path

from training.embeddings.fit import Method, VectorLearner, VectorSettings
from training.options import add_split, material_of, positive

HELP = "learn word vectors from the training rows"
EXAMPLES = ("embeddings --data tweets.csv --out instance/training/word2vec-128.vec.gz",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    default = VectorSettings()
    add_split(parser)
    add = parser.add_argument
    add("--out", type=Path, required=True, help="text file to write: .vec or .vec.gz")
    add("--method", type=Method, choices=list(Method), default=default.method)
    add("--dimensions", type=positive, default=default.dimensions)
    add("--epochs", type=positive, default=default.epochs)
    add("--min-count", type=positive, default=default.min_count, help="rarer words get no vector")
    add("--workers", type=positive, default=default.workers, help="1: the same vectors every time")


def run(options: argparse.Namespace) -> None:
    """Learn the vectors from training rows alone and write them."""
    from training.data.split import Part

    names = ("method", "dimensions", "epochs", "min_count", "workers")
    learner = VectorLearner(VectorSettings(**{name: getattr(options, name) for name in names}))
    material = material_of(options)
    n_words = learner.fit(material.labelled(Part.TRAIN)[0], options.out)
    print(f"wrote {n_words:,} vectors of {options.dimensions} dimensions to {options.out}")
