"""`train`: fit a family, judge it, write its artifact."""

import argparse
from typing import TYPE_CHECKING

from training.data.languages import CHOICES
from training.errors import TrainingError
from training.families import add_family_commands, family_module
from training.option_types import existing, new_folder, positive
from training.options import STORE, VARIANTS, add_no_mlflow, add_split, material_of

if TYPE_CHECKING:
    from training.data.material import Material

HELP = "train a family, evaluate it on validation rows and write its artifact"
EXAMPLES = (
    "train tfidf --data tweets.csv",
    "train light --data tweets.csv --sample 20000 --no-mlflow",
    "train tfidf --data avis.xlsx --label-column note --labels negative=1,positive=5",
    "train tfidf --data tweets.csv --folds 5",
    "train tfidf --data tweets.csv --final",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add a sub-command for each family."""
    add_family_commands(parser, _add_common)


def run(options: argparse.Namespace) -> None:
    """Fit and judge the family the options name."""
    from training.runs.train import Places, train

    family = family_module(options.family).from_options(options)
    suffix = "" if options.variant == VARIANTS[0] else f"-{options.variant}"
    places = Places(options.out or STORE / f"{options.family}{suffix}", STORE)
    if options.final and options.sample:
        raise TrainingError("--final judges a model of all rows: a sampled one never sees the test")
    material = material_of(options)
    if options.seeds or options.folds:
        _print_spreads(options, material)
    train(
        family,
        material,
        places,
        fresh=options.fresh,
        track=options.track,
        final=options.final,
        language=options.language,
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    add_split(parser)
    add = parser.add_argument
    add(
        "--airline",
        type=existing,
        metavar="FILE",
        help="also evaluate on these labelled airline tweets",
    )
    add(
        "--language",
        choices=CHOICES,
        help="of the tweets that the server scores with it (default: of the training rows)",
    )
    add("--out", type=new_folder, help=f"artifact directory to write (default: {STORE}/FAMILY)")
    add("--sample", type=positive, help="train on only this many rows")
    add(
        "--final",
        action="store_true",
        help="also evaluate on the test rows: once, when every choice is made",
    )
    add(
        "--seeds",
        type=positive,
        metavar="N",
        help="fit N times first, each without another tenth of the rows, and print the spread",
    )
    add(
        "--folds",
        type=_folds,
        metavar="K",
        help="cross-validate on the training rows first: fit without one fold, judge on it, for K "
        "folds, and print the spread",
    )
    add("--fresh", action="store_true", help="start over, ignoring checkpoints")
    add_no_mlflow(parser)


def _print_spreads(options: argparse.Namespace, material: "Material") -> None:
    from training.families import option_values
    from training.runs.search import cross_validate, repeat, spread

    given = option_values(options.family, options)
    ways = (
        ("validation", repeat, options.seeds, "seeds"),
        ("cross-validation", cross_validate, options.folds, "folds"),
    )
    for rows, way, times, unit in ways:
        if times:
            trials = way(options.family, material, given, times, track=options.track)
            for name, (mean, deviation) in spread(trials).items():
                print(f"{rows} {name}: {mean:.4f} ± {deviation:.4f} over {times} {unit}")


def _folds(value: str) -> int:
    folds = positive(value)
    if folds < 2:
        raise argparse.ArgumentTypeError("at least 2")
    return folds
