"""The commands of `python -m training`: a module each, with `HELP`, `add_arguments` and `run`.

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
    learning_curve,
    retrain,
    score_archive,
    split,
    train,
)

COMMANDS: Mapping[str, ModuleType] = {
    "aliases": aliases,
    "cards": cards,
    "compare": compare,
    "eda": eda,
    "embeddings": embeddings,
    "learning-curve": learning_curve,
    "retrain": retrain,
    "score-archive": score_archive,
    "split": split,
    "train": train,
}
