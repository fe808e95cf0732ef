"""Hand-labelled tweets whose label is probably wrong, by the other tweets.

Confident learning (Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in
Dataset Labels", JAIR 2021), in its simplest form: every tweet is judged by a fit that has not seen
it, and left out where that gives its label too small a probability. Airline words are rare and so
is one label: a few wrong labels weigh much.
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
MIN_TWEETS = 200
"""Fewer tweets teach too little to doubt one of them."""


def believable(
    general: NDArray[np.float64],
    words: Sequence[Sequence[str]],
    y: NDArray[np.int8],
    settings: DomainSettings,
    before: DomainWeights | None = None,
) -> NDArray[np.bool_]:
    """Return a mask of tweets to learn from, shape (n,); arguments as of `fit_domain`."""
    if (
        not settings.doubted_below
        or len(y) < MIN_TWEETS
        or np.bincount(y, minlength=2).min() < FOLDS
    ):
        return np.ones(len(y), bool)
    scores = np.zeros(len(y))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for others, judged in folds.split(general, y):
        other_words = [words[row] for row in others]
        weights = fit_domain(general[others], other_words, y[others], settings, before)
        scores[judged] = domain_scores(weights, general[judged], [words[row] for row in judged])
    kept: NDArray[np.bool_] = expit(np.where(y == 1, scores, -scores)) >= settings.doubted_below
    print(f"{(~kept).sum():,} of {len(y):,} hand-labelled tweets are doubted and left out")
    return kept
