"""The recurrent part in NumPy, for models written before `airparadis.ml.light.lstm_onnx`.

`tests.ml.light.test_encoder_inference` compares the two.
"""

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.lstm_weights import LstmWeights


class NumpyLstm:
    """The network computed from `LstmWeights`."""

    def __init__(self, weights: LstmWeights) -> None:
        self._weights = weights

    def prepare(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Compute the words' part of the gates in both directions, shape (n, 8 x units)."""
        gates: NDArray[np.float32] = vectors @ self._weights.projection + self._weights.bias
        return gates

    def run(self, tweets: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return log-odds (n,) of tweets of one length, from `prepare`d vectors."""
        forward, backward = np.split(tweets, 2, axis=2)
        directions = zip((forward, backward[::-1]), self._weights.recurrence, strict=True)
        outputs = [_steps(gates, recurrence) for gates, recurrence in directions]
        pooled = [out.mean(axis=0) for out in outputs] + [out.max(axis=0) for out in outputs]
        logits: NDArray[np.float32] = np.concatenate(pooled, axis=1) @ self._weights.output
        return logits + np.float32(self._weights.output_bias)


def _steps(gates: NDArray[np.float32], recurrence: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the outputs of one direction at every step, shape (length, n, units)."""
    length, n, _ = gates.shape
    units = len(recurrence)
    output, cell = np.zeros((length, n, units), np.float32), np.zeros((n, units), np.float32)
    for step in range(length):
        activation = gates[step] + (output[step - 1] @ recurrence if step else 0)
        opened = _sigmoid(activation[:, : 3 * units])
        input_gate, forget_gate, output_gate = np.split(opened, 3, axis=1)
        cell = forget_gate * cell + input_gate * np.tanh(activation[:, 3 * units :])
        output[step] = output_gate * np.tanh(cell)
    return output


def _sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    halves: NDArray[np.float32] = np.tanh(x * np.float32(0.5)) * np.float32(0.5)
    return halves + np.float32(0.5)
