"""Logistic regression over blocks of sparse features, each with a scale of its own.

scikit-learn's takes one matrix. Here the character n-grams of a word are the same in all tweets, so
their block is stored as a product (tweets by words) (words by n-grams), an order of magnitude
smaller than its result; and a block's scale sets the strength of its regularisation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from tqdm import tqdm


@dataclass(frozen=True)
class Block:
    """Features of every sample: the product of `factors`, columns times `scale` (n_features,)."""

    factors: Sequence[sp.csr_matrix]
    scale: NDArray[np.float64]

    @property
    def n_features(self) -> int:
        """Number of columns."""
        return int(self.factors[-1].shape[1])

    def project(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum the weighted features, shape (n_samples,)."""
        result = (weights * self.scale).astype(np.float32)
        for factor in reversed(self.factors):
            result = factor @ result
        return result.astype(np.float64)

    def transposed(self) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        """Return the transposed projection, from (n_samples,) to (n_features,)."""
        factors = [factor.T.tocsr() for factor in self.factors]

        def project_back(samples: NDArray[np.float64]) -> NDArray[np.float64]:
            result = samples.astype(np.float32)
            for factor in factors:
                result = factor @ result
            return result.astype(np.float64) * self.scale

        return project_back


@dataclass(frozen=True)
class Fitted:
    """Weights of each block, its scale multiplied in, and the bias."""

    coef: list[NDArray[np.float64]]
    intercept: float


def fit_logistic(
    blocks: Sequence[Block],
    y: NDArray[np.int8],
    C: float,
    max_iter: int,
    sample_weight: NDArray[np.float64] | None = None,
) -> Fitted:
    """Minimise C times the log loss plus half the squared weights (L-BFGS, Liu & Nocedal 1989).

    `sample_weight`, shape (n_samples,), weighs each sample; 1 if it is None.
    """
    cost = C * (np.ones(len(y)) if sample_weight is None else sample_weight)
    edges = np.cumsum([0, *(block.n_features for block in blocks)])
    transposed = [block.transposed() for block in blocks]
    sign = 2.0 * y - 1

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        parts = [theta[start:end] for start, end in pairwise(edges)]
        score = theta[-1] + sum(b.project(w) for b, w in zip(blocks, parts, strict=True))
        residual = cost * (expit(score) - y)
        gradient = [back(residual) + w for back, w in zip(transposed, parts, strict=True)]
        penalty = sum(float(w @ w) for w in parts) / 2
        value = float(cost @ np.logaddexp(0, -sign * score)) + penalty
        return value, np.concatenate([*gradient, [residual.sum()]])

    with tqdm(total=max_iter, desc="fit", unit=" steps") as bar:
        best = minimize(
            loss,
            np.zeros(edges[-1] + 1),
            jac=True,
            method="L-BFGS-B",
            callback=lambda _: bar.update(),
            options={"maxiter": max_iter, "maxcor": 6, "ftol": 1e-7},
        )
    coef = [
        best.x[start:end] * block.scale
        for block, (start, end) in zip(blocks, pairwise(edges), strict=True)
    ]
    return Fitted(coef, float(best.x[-1]))
