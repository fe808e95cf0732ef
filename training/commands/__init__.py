"""The commands of `python -m training`, a module each: `HELP`, `EXAMPLES`, `add_arguments`, `run`.

To add one, write its module and name it in `COMMANDS`.
"""

from collections.abc import Mapping
from types import ModuleType

from training.commands import (
    aliases,
    cards,
    compare,
    eda,
    embeddings,
    evaluate,
    experiment,
    gate,
    learning_curve,
    predict,
    recipe,
    retrain,
    score_archive,
    split,
    train,
    tune,
)

COMMANDS: Mapping[str, ModuleType] = {
    "aliases": aliases,
    "cards": cards,
    "compare": compare,
    "eda": eda,
    "embeddings": embeddings,
    "evaluate": evaluate,
    "experiment": experiment,
    "gate": gate,
    "learning-curve": learning_curve,
    "predict": predict,
    "recipe": recipe,
    "retrain": retrain,
    "score-archive": score_archive,
    "split": split,
    "train": train,
    "tune": tune,
}

RESUMABLE = ("train", "recipe", "score-archive")
"""Commands that go on where they were interrupted."""
