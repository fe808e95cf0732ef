"""Model families under one contract, and the table that names them."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, Self, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

FAMILIES: Mapping[str, str] = {
    "tfidf": "training.families.tfidf",
    "light": "training.families.light",
    "lstm": "training.families.lstm",
    "modernbert": "training.families.modernbert",
}
"""The module of each family; imported when the family is used, for its libraries may be missing."""


@dataclass(frozen=True)
class Workspace:
    """Where a fit keeps its checkpoints, and whom it tells about its epochs.

    A fit that finds a checkpoint of the same settings and data in `checkpoints` resumes from it.
    `on_epoch` is called with the epoch, counted from 1, and its figures (`train_loss`,
    `validation_loss`, `validation_accuracy`, `validation_roc_auc`, `seconds`, as there are).
    """

    checkpoints: Path | None = None
    on_epoch: Callable[[int, Mapping[str, float]], None] = lambda *_: None


NOWHERE = Workspace()
"""Keep no checkpoints and tell nobody."""


class Family(Protocol):
    """What training asks of a family. Every text is a raw tweet; cleaning is the family's own."""

    @property
    def name(self) -> str:
        """What `python -m training train` calls it."""
        ...

    @property
    def libraries(self) -> Sequence[str]:
        """Distributions whose exact version its files need to be read."""
        ...

    @property
    def parameters(self) -> Mapping[str, bool | int | float | str]:
        """What the manifest says of how the model was fitted."""
        ...

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],
        y_validation: NDArray[np.int8],
        workspace: Workspace = NOWHERE,
    ) -> None:
        """Fit on labels 0 and 1; validation rows are for calibration and early stopping only."""
        ...

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities, shape (n, 2): negative, positive."""
        ...

    def save(self, directory: Path) -> None:
        """Write the fitted model into an existing directory."""
        ...

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote."""
        ...


@runtime_checkable
class LearnsDomain(Protocol):
    """A family that learns hand-labelled tweets of the trade apart from all others."""

    def learn_domain(self, texts: Sequence[str], y: NDArray[np.int8]) -> None:
        """Raw tweets and labels 0 or 1 that the next `fit` is to learn, beside its own rows."""
        ...


class FamilyModule(Protocol):
    """What the module of a family gives the command line, importing no deep library for it."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the family's own options."""
        ...

    def from_options(self, options: argparse.Namespace) -> Family:
        """A family not fitted yet, as the parsed options want it."""
        ...


def family_module(name: str) -> FamilyModule:
    """Import the module of the family `name`, a key of `FAMILIES`."""
    return cast(FamilyModule, import_module(FAMILIES[name]))


def make_family(name: str) -> Family:
    """A family not fitted yet, as its options are by default."""
    module = family_module(name)
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return module.from_options(parser.parse_args([]))


def load_family(name: str, directory: Path) -> Family:
    """Read what a family of this name saved in `directory`."""
    return type(make_family(name)).load(directory)
