"""`aliases`: let MLflow's registry name the champion and the candidate that the application has."""

import argparse

HELP = "let MLflow's registry name the application's champion and candidate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("--champion", help="artifact version that serves")
    parser.add_argument("--candidate", help="artifact version that waits for its release")


def run(options: argparse.Namespace) -> None:
    """Set each alias that is given and say what became of it."""
    from training.tracking.aliases import CANDIDATE, CHAMPION, point

    for alias, version in ((CHAMPION, options.champion), (CANDIDATE, options.candidate)):
        if version:
            told = "points at" if point(alias, version) else "is not set: MLflow does not know"
            print(f"{alias} {told} {version}")
