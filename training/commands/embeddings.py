"""`embeddings`: learn word vectors from the training rows."""

import argparse

from training.embeddings.fit import Method, VectorLearner, VectorSettings
from training.option_types import new_file
from training.options import add_numbers, add_split, material_of

HELP = "learn word vectors from the training rows"
EXAMPLES = ("embeddings --data tweets.csv --out instance/training/word2vec-128.vec.gz",)

NUMBERS = {
    "dimensions": "of a vector",
    "epochs": "passes over the data",
    "min_count": "rarer words get no vector",
    "workers": "threads; with 1, two runs give the same vectors",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    default = VectorSettings()
    add_split(parser)
    add = parser.add_argument
    add("--out", type=new_file, required=True, help="text file to write: .vec or .vec.gz")
    add(
        "--method",
        type=Method,
        choices=list(Method),
        default=default.method,
        help="fasttext also learns subwords (default: %(default)s)",
    )
    add_numbers(parser, default, NUMBERS)


def run(options: argparse.Namespace) -> None:
    """Learn the vectors from training rows alone and write them."""
    from training.data.split import Part

    names = ("method", *NUMBERS)
    learner = VectorLearner(VectorSettings(**{name: getattr(options, name) for name in names}))
    material = material_of(options)
    n_words = learner.fit(material.labelled(Part.TRAIN)[0], options.out)
    print(f"wrote {n_words:,} vectors of {options.dimensions} dimensions to {options.out}")
