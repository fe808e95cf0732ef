"""`recipe`: build a bundled model from its data with the versioned recipe."""

import argparse
from pathlib import Path

from airparadis.ml.bundled import BundledModel
from training.option_types import new_folder

HELP = "build a bundled model from its data with the versioned recipe"

EXAMPLES = (
    "recipe --data folder --out model",
    "recipe --data folder --out model --sample",
    "recipe --data folder --out model --model precise",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder of the data files the recipe names")
    add("--out", type=new_folder, required=True, help="output directory of the artifact")
    add("--store", type=Path, default=Path("instance/recipe"), help="folder of finished stages")
    add("--recipe", type=Path, help="recipe file to use instead of the bundled one")
    add(
        "--model",
        type=BundledModel,
        choices=list(BundledModel),
        default=BundledModel.LIGHT,
        help="which of the bundled models: precise is the teacher of light's English part, and "
        "reads French as the bundled light does (default: %(default)s)",
    )
    add("--sample", action="store_true", help="run the whole chain on a small sample, in minutes")


def run(options: argparse.Namespace) -> None:
    """Build a bundled model from its data; finished stages are reused."""
    from training.recipe.command import follow

    follow(
        options.data,
        options.out,
        options.store,
        options.recipe,
        sample=options.sample,
        model=options.model,
    )
