"""Model families under one contract, and the table that names them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray


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


def make_family(name: str) -> Family:
    """A family not fitted yet; `name` is one of `FAMILY_NAMES`."""
    from training.families.light import Light
    from training.families.tfidf import Tfidf

    families: Mapping[str, type[Light | Tfidf]] = {"light": Light, "tfidf": Tfidf}
    return families[name]()


FAMILY_NAMES = ("light", "tfidf")
