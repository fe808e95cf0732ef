"""Model families under one contract, and the table that names them."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, Self, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from training.errors import TrainingError


@dataclass(frozen=True)
class FamilyEntry:
    """A row of the table of families.

    `module` is imported when the family is used, for its libraries may be missing. `libraries` are
    the distributions that scoring imports, `served` says whether the application loads the family.
    """

    module: str
    experiment: str
    """Experiment of its runs in MLflow."""
    about: str
    """Description for `--help`."""
    libraries: tuple[str, ...]
    served: bool = False
    gpu: str = "no use"


FAMILIES: dict[str, FamilyEntry] = {
    "tfidf": FamilyEntry(
        "training.families.tfidf",
        "sentiment_airparadis_modele_simple",
        "TF-IDF and logistic regression: the published baseline, a minute for a million tweets",
        ("scikit-learn", "joblib", "nltk", "lemminflect"),
        served=True,
    ),
    "light": FamilyEntry(
        "training.families.light",
        "sentiment_airparadis_modele_simple",
        "a linear, a small recurrent and a domain part: what the server is built for",
        ("numpy",),
        served=True,
    ),
    "lstm": FamilyEntry(
        "training.families.lstm",
        "sentiment_airparadis_modele_avance",
        "a bidirectional LSTM on GloVe, word2vec or fastText vectors; needs PyTorch",
        ("torch",),
        gpu="not needed",
    ),
    "modernbert": FamilyEntry(
        "training.families.modernbert",
        "sentiment_airparadis_bert",
        "a transformer: a fine-tuned local encoder, or a small one from scratch; best on a GPU",
        ("torch", "transformers"),
        gpu="wanted",
    ),
}


RECIPE_FAMILIES: dict[str, FamilyEntry] = {
    "precise": FamilyEntry(
        "training.recipe",
        "sentiment_airparadis_bert",
        "MiniLM tuned on tweets that people labelled, in 8 bits, by `recipe`",
        ("onnxruntime", "numpy"),
        served=True,
    ),
}
"""Families that only the recipe makes; they are judged and compared like the others."""


def entry_of(family: str) -> FamilyEntry:
    """Return the row of a family, however it is made."""
    return (FAMILIES | RECIPE_FAMILIES)[family]


@dataclass(frozen=True)
class Workspace:
    """The place of a fit's checkpoints, and the receiver of its figures by epoch.

    A fit that finds a checkpoint of the same settings and data in `checkpoints` resumes from it.
    `on_epoch` is called with the epoch, counted from 1, and its figures (`train_loss`,
    `validation_loss`, `validation_accuracy`, `validation_roc_auc`, `seconds`, as there are).
    """

    checkpoints: Path | None = None
    on_epoch: Callable[[int, Mapping[str, float]], None] = lambda *_: None


NOWHERE = Workspace()
"""No checkpoints, no receiver."""


class Family(Protocol):
    """A model that can be fitted. Every text is a raw tweet; cleaning is the family's own."""

    @property
    def name(self) -> str:
        """Its name in `python -m training train`."""
        ...

    @property
    def libraries(self) -> Sequence[str]:
        """Distributions whose exact version its files need to be read."""
        ...

    @property
    def parameters(self) -> Mapping[str, bool | int | float | str]:
        """Settings and figures of the fit for the manifest."""
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
        """Return probabilities, shape (n, 2): negative, positive."""
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
    """A family that learns hand-labelled airline tweets apart from all others."""

    def learn_domain(self, texts: Sequence[str], y: NDArray[np.int8]) -> None:
        """Add raw tweets and labels 0 or 1 that the next `fit` learns beside its own rows."""
        ...


@runtime_checkable
class KeepsGeneral(LearnsDomain, Protocol):
    """A family that may keep everything but the domain part of an earlier model."""

    @property
    def base(self) -> Path | None:
        """Directory of the model whose general part is reused; None if all is fitted."""
        ...


class FamilyModule(Protocol):
    """A family's entry for the command line; it imports no deep library."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the family's own options."""
        ...

    def from_options(self, options: argparse.Namespace) -> Family:
        """Make a family, not fitted yet, from the parsed options."""
        ...


def family_module(name: str) -> FamilyModule:
    """Import the module of the family `name`, a key of `FAMILIES`."""
    return cast(FamilyModule, import_module(FAMILIES[name].module))


def add_family_commands(
    parser: argparse.ArgumentParser, add_common: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add a sub-command for each family: options common to all, and the family's own."""
    families = parser.add_subparsers(dest="family", required=True, metavar="FAMILY")
    for name, entry in FAMILIES.items():
        family = families.add_parser(name, help=entry.about, description=entry.about)
        add_common(family)
        family_module(name).add_arguments(family)


def make_family(name: str, **options: object) -> Family:
    """Make a family, not fitted yet, with its default options but for those given.

    Raises:
        TrainingError: it has no such option, or a library is missing.
    """
    module = family_module(name)
    parsed = _defaults(name)
    if unknown := sorted(options.keys() - vars(parsed)):
        raise TrainingError(f"{name} has no option {', '.join(unknown)}")
    return module.from_options(argparse.Namespace(**vars(parsed) | options))


def takes_option(name: str, option: str) -> bool:
    """Return whether a family has an option of this name."""
    return option in vars(_defaults(name))


def option_values(name: str, options: argparse.Namespace) -> dict[str, object]:
    """Return the family's own options among parsed ones, without its seed."""
    own = vars(_defaults(name)).keys() - {"seed"}
    return {option: value for option, value in vars(options).items() if option in own}


def _defaults(name: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    family_module(name).add_arguments(parser)
    return parser.parse_args([])


def load_family(name: str, directory: Path) -> Family:
    """Read a fitted family of this name from `directory`."""
    return type(make_family(name)).load(directory)
