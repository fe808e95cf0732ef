"""The recurrent part as the ONNX graph that is served; see `airparadis.ml.light.lstm_onnx`.

A bi-LSTM with integer weights (`DynamicQuantizeLSTM` of ONNX Runtime), mean and maximum over the
words, and the output layer. Integers go up to 63, not 127: the sum of two products then fits into
16 bits, as processors without VNNI need.
"""

from typing import Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from airparadis.ml.light.lstm_onnx import INPUT, LARGEST_KEY, OUTPUT
from airparadis.ml.light.lstm_weights import LstmWeights
from airparadis.ml.light.vectors import Quantised

MAX_INTEGER = 63
LOGITS = "logits"
"""Output of a graph of several heads."""

OPSET, IR = 18, 9
"""Versions that ONNX Runtime has read since 1.14."""

CUT_FROM = 0.99999
"""Quantile of the numbers in the vectors above which they are clipped."""

_OPEN = 50.0
"""Bias of a gate that is always open; negative, always closed."""

_PINS = ((_OPEN, _OPEN), (_OPEN, _OPEN), (_OPEN, _OPEN), (_OPEN, -_OPEN))
"""Biases of the two added units at the gates input, output, forget, cell: they add one, or minus
one, to their state at each step, and give all of it out."""


class BidirectionalWeights(Protocol):
    """The weights of `LstmWeights`, with an output layer for each of some heads."""

    @property
    def words(self) -> Quantised: ...
    @property
    def projection(self) -> NDArray[np.float32]: ...
    @property
    def recurrence(self) -> NDArray[np.float32]: ...
    @property
    def bias(self) -> NDArray[np.float32]: ...


def graph_of(weights: LstmWeights) -> bytes:
    """Serialise the graph of a network: vectors (length, n, dimensions + 2) in, log-odds out."""
    bias = np.array([weights.output_bias])
    return lstm_graph(weights, weights.output[np.newaxis], bias, has_heads=False)


def lstm_graph(
    weights: BidirectionalWeights,
    output: NDArray[np.float32],
    output_bias: NDArray[np.float64],
    *,
    has_heads: bool = True,
) -> bytes:
    """Serialise the graph of a network with its output layer.

    Vectors (length, n, dimensions + 2) go in. With heads, logits (n, heads) come out, else
    log-odds (n,) of the only one.

    Args:
        weights: what reads the words.
        output: (heads, 4 x units) weighs the means of both directions, then their maxima.
        output_bias: (heads,) is added.
        has_heads: whether the outputs have an axis of heads.
    """
    dimensions, units = len(weights.projection), weights.recurrence.shape[1]
    vectors = weights.words.take(np.arange(len(weights.words.rows)))
    largest = np.float32(np.quantile(np.abs(vectors), CUT_FROM))
    projection = weights.projection.reshape(dimensions, 2, 4 * units).transpose(1, 0, 2)
    constants = {
        **_integers("projection", _with_pins(projection, units)),
        **_integers("recurrence", _with_pins(weights.recurrence, units)),
        "bias": _bias(weights.bias.reshape(2, 1, 4 * units), units),
        "means": _output(output[:, : 2 * units], units),
        "maxima": _output(output[:, 2 * units :], units),
        "output_bias": output_bias,
        "over_words": np.array([0]),
        "over_units": np.array([1, 3] if has_heads else [0, 1, 3]),
    }
    name = LOGITS if has_heads else OUTPUT
    shape: list[str | int] = ["n", len(output)] if has_heads else ["n"]
    graph = helper.make_graph(
        [*_nodes(units + 2), *_sum_nodes(name, has_heads=has_heads)],
        "light",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["length", "n", dimensions + 2])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(constant, name) for name, constant in constants.items()],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR)
    helper.set_model_props(model, {LARGEST_KEY: repr(float(largest))})
    serialised: bytes = model.SerializeToString()
    return serialised


def _nodes(units: int) -> list[onnx.NodeProto]:
    node = helper.make_node
    lstm = [INPUT, "projection", "recurrence", "bias", "", "", "", ""]
    for name in ("projection", "recurrence"):
        lstm += [f"{name}_scales", f"{name}_zeros"]
    return [
        node(
            "DynamicQuantizeLSTM",
            lstm,
            ["read"],
            domain="com.microsoft",
            hidden_size=units,
            direction="bidirectional",
        ),
        node("ReduceMean", ["read", "over_words"], ["mean"]),
        node("ReduceMax", ["read", "over_words"], ["maximum"]),
        node("Mul", ["mean", "means"], ["from_means"]),
        node("Mul", ["maximum", "maxima"], ["from_maxima"]),
        node("Add", ["from_means", "from_maxima"], ["pooled"]),
    ]


def _sum_nodes(name: str, *, has_heads: bool) -> list[onnx.NodeProto]:
    """Sum what is pooled; of several heads, the tweets' axis comes first."""
    node = helper.make_node
    total = "sums" if has_heads else "sum"
    return [
        # The order of additions depends on memory alignment; in doubles that rounds away.
        node("Cast", ["pooled"], ["pooled_doubles"], to=TensorProto.DOUBLE),
        node("ReduceSum", ["pooled_doubles", "over_units"], [total], keepdims=0),
        *([node("Transpose", [total], ["sum"], perm=[1, 0])] if has_heads else []),
        node("Add", ["sum", "output_bias"], ["sum_with_bias"]),
        node("Cast", ["sum_with_bias"], [name], to=TensorProto.FLOAT),
    ]


def _with_pins(matrix: NDArray[np.float32], units: int) -> NDArray[np.float32]:
    """Pad a matrix (2, any, 4 x units) by two rows, and two columns a gate, of zeros."""
    gates = _in_onnx_order(matrix, units)
    return np.pad(gates, [(0, 0), (0, 2), (0, 0), (0, 2)]).reshape(2, matrix.shape[1] + 2, -1)


def _bias(bias: NDArray[np.float32], units: int) -> NDArray[np.float32]:
    """Extend the bias (2, 1, 4 x units) by the two added units, and zeros for the recurrence."""
    pins = np.broadcast_to(np.array(_PINS, np.float32), (2, 4, 2))
    own = np.concatenate([_in_onnx_order(bias, units)[:, 0], pins], axis=2).reshape(2, -1)
    return np.concatenate([own, np.zeros_like(own)], axis=1)


def _in_onnx_order(matrix: NDArray[np.float32], units: int) -> NDArray[np.float32]:
    """Reorder gates input, forget, output, cell to input, output, forget, cell, on an axis."""
    return matrix.reshape(2, -1, 4, units)[:, :, [0, 2, 1, 3]]


def _output(weights: NDArray[np.float32], units: int) -> NDArray[np.float32]:
    """Pad weights (heads, 2 x units) to (heads, 2, 1, units + 2) by zeros for the added units."""
    return np.pad(weights.reshape(-1, 2, 1, units), [(0, 0), (0, 0), (0, 0), (0, 2)])


def _integers(name: str, matrix: NDArray[np.float32]) -> dict[str, NDArray[np.generic]]:
    """Quantise a matrix (2, any, columns), with a scale for each column, and zeros at zero."""
    largest = np.abs(matrix).max(axis=1)
    scales = (np.where(largest > 0, largest, 1) / MAX_INTEGER).astype(np.float32)
    return {
        name: np.rint(matrix / scales[:, None]).astype(np.int8),
        f"{name}_scales": scales,
        f"{name}_zeros": np.zeros(scales.shape, np.int8),
    }
