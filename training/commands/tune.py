"""`tune`: random search over a family's options, on validation rows."""

import argparse

from training.families import FAMILIES
from training.option_types import positive, positive_number
from training.options import add_no_mlflow, add_split, material_of

HELP = "search a family's options at random, evaluated on validation rows"
EXAMPLES = (
    "tune tfidf --data tweets.csv --trials 20",
    "tune lstm --data tweets.csv --sample 50000 --trials 8 --minutes 60",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("family", choices=list(FAMILIES), help="family to tune")
    add_split(parser)
    add = parser.add_argument
    add("--trials", type=positive, default=10, help="maximum number of fits (default: %(default)s)")
    add(
        "--minutes",
        type=positive_number,
        default=30,
        help="start no fit after this many minutes (default: %(default)s)",
    )
    add("--seed", type=int, default=42, help="random seed (default: %(default)s)")
    add("--sample", type=positive, help="train on only this many rows")
    add_no_mlflow(parser)


def run(options: argparse.Namespace) -> None:
    """Try options drawn at random, the defaults first, and print the trials, best first."""
    from training.runs.search import HEADLINE, describe, search

    trials = search(
        options.family,
        material_of(options),
        options.trials,
        options.minutes,
        options.seed,
        track=options.track,
    )
    print(f"\nbest first, by {HEADLINE} on validation rows:")
    for trial in trials:
        figures = trial.figures
        print(f"{figures[HEADLINE]:.4f}  accuracy {figures['accuracy']:.4f}  {describe(trial)}")
