"""Hand-labelled tweets whose label contradicts what all others teach: some reviews are wrong.

Confident learning (Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in
Dataset Labels", JAIR 2021), in its simplest form: every tweet is judged by a fit that has not seen
it, and left out where that gives its label too small a probability. Words of the trade are rare
and one label is, so that a few wrong labels weigh much.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.model_selection import StratifiedKFold

from airparadis.ml.light.domain_adaptation import DomainWeights
from training.families.light.domain import domain_scores, fit_domain
from training.families.light.settings import DomainSettings

FOLDS = 5
SEED = 42
FEWEST = 200
"""Tweets under which the others teach too little to doubt one by them."""


def believable(
    general: NDArray[np.float64],
    words: Sequence[Sequence[str]],
    y: NDArray[np.int8],
    settings: DomainSettings,
    before: DomainWeights | None = None,
) -> NDArray[np.bool_]:
    """Which tweets to learn from, shape (n,); the arguments are those of `fit_domain`."""
    if not settings.doubted_below or len(y) < FEWEST or np.bincount(y, minlength=2).min() < FOLDS:
        return np.ones(len(y), bool)
    scores = np.zeros(len(y))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for others, judged in folds.split(general, y):
        of_others = [words[row] for row in others]
        weights = fit_domain(general[others], of_others, y[others], settings, before)
        scores[judged] = domain_scores(weights, general[judged], [words[row] for row in judged])
    kept: NDArray[np.bool_] = expit(np.where(y == 1, scores, -scores)) >= settings.doubted_below
    print(f"{(~kept).sum():,} of {len(y):,} hand-labelled tweets are doubted and left out")
    return kept
