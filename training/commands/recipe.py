"""`recipe`: make a bundled model from its data, by the versioned recipe."""

import argparse
from pathlib import Path

from airparadis.ml.bundled import BundledModel
from training.option_types import new_folder

HELP = "make a bundled model from its data, by the versioned recipe"

EXAMPLES = (
    "recipe --data folder --out model",
    "recipe --data folder --out model --sample",
    "recipe --data folder --out model --model precise",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder of the data files the recipe names")
    add("--out", type=new_folder, required=True, help="directory to write the artifact to")
    add("--store", type=Path, default=Path("instance/recipe"), help="folder of finished stages")
    add("--recipe", type=Path, help="another recipe file")
    add(
        "--model",
        type=BundledModel,
        choices=list(BundledModel),
        default=BundledModel.LIGHT,
        help="which of the bundled models: precise is the teacher of light's English part, and "
        "reads French as the bundled light does (default: %(default)s)",
    )
    add("--sample", action="store_true", help="run the whole chain on little data, in minutes")


def run(options: argparse.Namespace) -> None:
    """Make a bundled model from its data; what is made already is not made again."""
    from training.recipe.command import follow

    follow(
        options.data,
        options.out,
        options.store,
        options.recipe,
        sample=options.sample,
        model=options.model,
    )
