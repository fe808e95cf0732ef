"""Quality of models on one set of rows, all of them on the same resamples of it."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve

from training.compare.figures import BINS, AgainstChampion, Bin, Quality, SliceQuality
from training.evaluation.bootstrap import Interval, ScoredRows, intervals, resampled_figures
from training.evaluation.figures import expected_calibration_error
from training.evaluation.mcnemar import mcnemar

N_ROC_POINTS = 201
Probabilities = NDArray[np.float64]


class Trial:
    """Models tried on the same rows: `y` of shape (n,), P(positive) of each model of shape (n,)."""

    def __init__(self, y: NDArray[np.int8], probabilities: Sequence[Probabilities]) -> None:
        """Compute every figure and its resamples."""
        self._y = y
        self._probabilities = probabilities
        rows = [ScoredRows(y, model) for model in probabilities]
        self._point = np.array([model.figures() for model in rows])
        self._resampled = resampled_figures(rows)

    def qualities(self) -> list[Quality]:
        """Return the quality of each model, in the order given."""
        return [
            Quality(
                rows=len(self._y),
                figures=intervals(self._point[place], self._resampled[:, place]),
                calibration_error=expected_calibration_error(model, self._y),
                confusion=confusion_matrix(self._y, model >= 0.5, labels=[0, 1]).tolist(),
                roc=roc_points(self._y, model),
                reliability=reliability(self._y, model),
            )
            for place, model in enumerate(self._probabilities)
        ]

    def against(self, champion: int) -> list[AgainstChampion | None]:
        """Return each model minus the one at the place `champion`; None for that one itself."""
        correct = [(model >= 0.5) == (self._y == 1) for model in self._probabilities]
        found: list[AgainstChampion | None] = []
        for place, hits in enumerate(correct):
            difference = self._difference(place, champion)
            test = mcnemar(hits, correct[champion])
            found.append(AgainstChampion(difference["accuracy"], difference["roc_auc"], test))
        found[champion] = None
        return found

    def slices(self, masks: Mapping[str, NDArray[np.bool_]]) -> list[dict[str, SliceQuality]]:
        """Return each model's quality on every slice that holds a row."""
        return [
            {name: _on_slice(self._y[mask], model[mask]) for name, mask in masks.items()}
            for model in self._probabilities
        ]

    def _difference(self, place: int, champion: int) -> Mapping[str, Interval]:
        return intervals(
            self._point[place] - self._point[champion],
            self._resampled[:, place] - self._resampled[:, champion],
        )


def roc_points(y: NDArray[np.int8], probabilities: Probabilities) -> list[float]:
    """Return true positive rates at evenly spaced false positive rates from 0 to 1."""
    fpr, tpr, _ = roc_curve(y, probabilities)
    at = np.interp(np.linspace(0, 1, N_ROC_POINTS), fpr, tpr)
    return [round(float(rate), 4) for rate in at]


def reliability(y: NDArray[np.int8], probabilities: Probabilities) -> list[Bin]:
    """Return the bins of a reliability diagram, `BINS` of equal width, without empty ones.

    Niculescu-Mizil and Caruana, "Predicting good probabilities with supervised learning", ICML
    2005.
    """
    place = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return [
        Bin(number, int(own.sum()), float(probabilities[own].mean()), float(y[own].mean()))
        for number in range(BINS)
        if (own := place == number).any()
    ]


def _on_slice(y: NDArray[np.int8], probabilities: Probabilities) -> SliceQuality:
    has_both = len(np.unique(y)) > 1
    auc = float(roc_auc_score(y, probabilities)) if has_both else None
    return SliceQuality(float(((probabilities >= 0.5) == (y == 1)).mean()), auc)
