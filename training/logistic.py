"""Logistic regression over blocks of sparse features, each with a scale of its own.

scikit-learn's takes one matrix. Here the character n-grams of a word are the same wherever it
stands, so their block is kept as a product (tweets by words) (words by n-grams), an order of
magnitude smaller than its result; and a block's scale sets how strongly it is regularised.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from tqdm import tqdm


@dataclass(frozen=True)
class Block:
    """Features `factors[0] @ factors[1] @ ...` of every sample, times `scale`."""

    factors: Sequence[sp.csr_matrix]
    scale: float = 1.0

    @property
    def n_features(self) -> int:
        """Number of columns."""
        return int(self.factors[-1].shape[1])

    def project(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum of weighted features, shape (n_samples,)."""
        result = (weights * self.scale).astype(np.float32)
        for factor in reversed(self.factors):
            result = factor @ result
        return result.astype(np.float64)

    def transposed(self) -> "Block":
        """The same block from features to samples."""
        return Block([factor.T.tocsr() for factor in reversed(self.factors)], self.scale)


@dataclass(frozen=True)
class Fitted:
    """Weights of each block, its scale multiplied in, and the bias."""

    coef: list[NDArray[np.float64]]
    intercept: float


def fit_logistic(
    blocks: Sequence[Block], y: NDArray[np.int8], C: float, max_iter: int
) -> Fitted:
    """Minimise C times the log loss plus half the squared weights, by L-BFGS (Liu & Nocedal 1989)."""
    edges = np.cumsum([0, *(block.n_features for block in blocks)])
    turned = [block.transposed() for block in blocks]
    sign = 2.0 * y - 1

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        parts = [theta[start:end] for start, end in zip(edges, edges[1:], strict=False)]
        score = theta[-1] + sum(b.project(w) for b, w in zip(blocks, parts, strict=True))
        residual = C * (expit(score) - y)
        gradient = [b.project(residual) + w for b, w in zip(turned, parts, strict=True)]
        penalty = sum(float(w @ w) for w in parts) / 2
        value = C * float(np.logaddexp(0, -sign * score).sum()) + penalty
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
        for block, start, end in zip(blocks, edges, edges[1:], strict=False)
    ]
    return Fitted(coef, float(best.x[-1]))
