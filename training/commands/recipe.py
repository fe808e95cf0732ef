"""`recipe`: make the bundled models from the data, by the versioned recipe."""

import argparse
from pathlib import Path

HELP = "make the bundled models from the data, by the versioned recipe"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder of the data files the recipe names")
    add("--out", type=Path, required=True, help="folder to write the artifacts to")
    add("--store", type=Path, default=Path("instance/recipe"), help="folder of finished stages")
    add("--recipe", type=Path, help="another recipe file")
    add("--sample", action="store_true", help="the whole chain on little data, in minutes")


def run(options: argparse.Namespace) -> None:
    """Follow the recipe."""
    from training.recipe.command import follow

    follow(options.data, options.out, options.store, options.recipe, sample=options.sample)
