"""`aliases`: let MLflow's registry name the champion and the candidate that the application has."""

import argparse

HELP = "set the champion and candidate aliases in MLflow's registry"
EXAMPLES = (
    "aliases",
    "aliases --champion light-2026.11.26-329cde0e --no-candidate",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--champion", help="artifact version in production")
    waiting = parser.add_mutually_exclusive_group()
    waiting.add_argument("--candidate", help="artifact version that awaits release")
    waiting.add_argument("--no-candidate", action="store_true", help="remove the candidate alias")


def run(options: argparse.Namespace) -> None:
    """Set each given alias and report it; without one, print the current aliases."""
    from training.tracking.aliases import CANDIDATE, CHAMPION, clear, point, pointed_at

    if not (options.champion or options.candidate or options.no_candidate):
        for alias in (CHAMPION, CANDIDATE):
            print(f"{alias}: {', '.join(pointed_at(alias)) or 'none'}")
    if options.no_candidate:
        clear(CANDIDATE)
    for alias, version in ((CHAMPION, options.champion), (CANDIDATE, options.candidate)):
        if version:
            is_known = point(alias, version)
            print(alias, "points at" if is_known else "is not set: MLflow does not know", version)
