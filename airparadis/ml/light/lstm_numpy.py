"""The recurrent part in NumPy, in the numbers it was fitted in.

For models written before `airparadis.ml.light.lstm_onnx`;
`tests.ml.light.test_encoder_inference` holds the two together.
"""

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.lstm_weights import NetworkWeights


class Equations:
    """Reads by `NetworkWeights`."""

    def __init__(self, weights: NetworkWeights) -> None:
        self._weights = weights

    def prepare(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The words' own part of the gates of both directions, shape (n, 8 x units)."""
        gates: NDArray[np.float32] = vectors @ self._weights.projection + self._weights.bias
        return gates

    def read(self, tweets: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds (n,) of tweets of one length, from what `prepare` made of their words."""
        forward, backward = np.split(tweets, 2, axis=2)
        read = [
            _steps(gates, recurrence)
            for gates, recurrence in zip(
                (forward, backward[::-1]), self._weights.recurrence, strict=True
            )
        ]
        pooled = [given.mean(axis=0) for given in read] + [given.max(axis=0) for given in read]
        logits: NDArray[np.float32] = np.concatenate(pooled, axis=1) @ self._weights.output
        return logits + np.float32(self._weights.output_bias)


def _steps(gates: NDArray[np.float32], recurrence: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is given out at each step, shape (length, n, units), of one direction."""
    length, n, _ = gates.shape
    units = len(recurrence)
    given, cell = np.zeros((length, n, units), np.float32), np.zeros((n, units), np.float32)
    for step in range(length):
        opened = gates[step] + (given[step - 1] @ recurrence if step else 0)
        take_in, forget, give_out = np.split(_sigmoid(opened[:, : 3 * units]), 3, axis=1)
        cell = forget * cell + take_in * np.tanh(opened[:, 3 * units :])
        given[step] = give_out * np.tanh(cell)
    return given


def _sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    halves: NDArray[np.float32] = np.tanh(x * np.float32(0.5)) * np.float32(0.5)
    return halves + np.float32(0.5)
