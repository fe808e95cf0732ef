"""How well models do on one set of rows, all of them on the same resamples of it."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, roc_auc_score

from training.calibration import expected_calibration_error
from training.compare.curves import reliability, roc_points
from training.compare.figures import AgainstChampion, Quality, SliceQuality
from training.evaluation.bootstrap import Interval, ScoredRows, intervals, resampled_figures
from training.evaluation.mcnemar import mcnemar

Probabilities = Sequence[NDArray[np.float64]]


class Trial:
    """Models tried on the same rows: `y` of shape (n,), P(positive) of each model of shape (n,)."""

    def __init__(self, y: NDArray[np.int8], probabilities: Probabilities) -> None:
        """Compute every figure and its resamples."""
        self._y = y
        self._probabilities = probabilities
        rows = [ScoredRows(y, model) for model in probabilities]
        self._point = np.array([model.figures() for model in rows])
        self._resampled = resampled_figures(rows)

    def qualities(self) -> list[Quality]:
        """What each model reaches, in the order given."""
        return [self._quality(place) for place in range(len(self._probabilities))]

    def against(self, champion: int) -> list[AgainstChampion | None]:
        """Each model less the one in the place `champion`; None for that one itself."""
        correct = [(model >= 0.5) == (self._y == 1) for model in self._probabilities]
        found: list[AgainstChampion | None] = []
        for place, hits in enumerate(correct):
            difference = self._difference(place, champion)
            test = mcnemar(hits, correct[champion])
            found.append(AgainstChampion(difference["accuracy"], difference["roc_auc"], test))
        found[champion] = None
        return found

    def slices(self, masks: Mapping[str, NDArray[np.bool_]]) -> list[dict[str, SliceQuality]]:
        """Each model on every slice that holds a row."""
        return [
            {name: _on_slice(self._y[mask], model[mask]) for name, mask in masks.items()}
            for model in self._probabilities
        ]

    def _quality(self, place: int) -> Quality:
        probabilities = self._probabilities[place]
        return Quality(
            rows=len(self._y),
            figures=intervals(self._point[place], self._resampled[:, place]),
            calibration_error=expected_calibration_error(probabilities, self._y),
            confusion=confusion_matrix(self._y, probabilities >= 0.5, labels=[0, 1]).tolist(),
            roc=roc_points(self._y, probabilities),
            reliability=reliability(self._y, probabilities),
        )

    def _difference(self, place: int, champion: int) -> Mapping[str, Interval]:
        return intervals(
            self._point[place] - self._point[champion],
            self._resampled[:, place] - self._resampled[:, champion],
        )


def _on_slice(y: NDArray[np.int8], probabilities: NDArray[np.float64]) -> SliceQuality:
    both = len(np.unique(y)) > 1
    auc = float(roc_auc_score(y, probabilities)) if both else None
    return SliceQuality(float(((probabilities >= 0.5) == (y == 1)).mean()), auc)
