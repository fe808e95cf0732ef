"""The recurrent part as the ONNX graph that is served; see `airparadis.ml.light.lstm_onnx`.

A bi-LSTM with weights in integers (`DynamicQuantizeLSTM` of ONNX Runtime), mean and maximum over
the words, and an output layer. Integers go up to 63, not 127: products of two neighbours then fit
into 16 bits, where processors without VNNI add them up.
"""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from airparadis.ml.bilingual.network import NetworkWeights
from airparadis.ml.light.lstm_onnx import INPUT, LARGEST_KEY

OUTPUT = "logits"
MAX_INTEGER = 63
OPSET, IR = 18, 9
"""Versions that ONNX Runtime has read since 1.14."""

CUT_FROM = 0.99999
"""Of all numbers in the vectors so many are kept as they are; the few larger ones are cut."""

_OPEN = 50.0
"""A gate's bias that nothing closes; the other way, nothing opens."""

_PINS = ((_OPEN, _OPEN), (_OPEN, _OPEN), (_OPEN, _OPEN), (_OPEN, -_OPEN))
"""Biases of the two added units at the gates input, output, forget, cell: they add one, or minus
one, to their state at each step, and give all of it out."""


def graph_of(weights: NetworkWeights) -> bytes:
    """The serialised graph: vectors (length, n, dimensions + 2) in, logits (n, heads) out."""
    dimensions, units = len(weights.projection), weights.recurrence.shape[1]
    vectors = weights.words.take(np.arange(len(weights.words.rows)))
    largest = np.float32(np.quantile(np.abs(vectors), CUT_FROM))
    projection = weights.projection.reshape(dimensions, 2, 4 * units).transpose(1, 0, 2)
    constants = {
        **_integers("projection", _with_pins(projection, units)),
        **_integers("recurrence", _with_pins(weights.recurrence, units)),
        "bias": _bias(weights.bias.reshape(2, 1, 4 * units), units),
        "means": _output(weights.output[:, : 2 * units], units),
        "maxima": _output(weights.output[:, 2 * units :], units),
        "output_bias": weights.output_bias.astype(np.float64),
        "over_words": np.array([0]),
        "over_units": np.array([1, 3]),
    }
    graph = helper.make_graph(
        _nodes(units + 2),
        "light",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["length", "n", dimensions + 2])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", len(weights.output)])],
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
        # In what order it adds them up depends on where they lie: in doubles that is lost again.
        node("Cast", ["pooled"], ["pooled_doubles"], to=TensorProto.DOUBLE),
        node("ReduceSum", ["pooled_doubles", "over_units"], ["sums"], keepdims=0),
        node("Transpose", ["sums"], ["sum"], perm=[1, 0]),
        node("Add", ["sum", "output_bias"], ["sum_with_bias"]),
        node("Cast", ["sum_with_bias"], [OUTPUT], to=TensorProto.FLOAT),
    ]


def _with_pins(matrix: NDArray[np.float32], units: int) -> NDArray[np.float32]:
    """A matrix (2, any, 4 x units) with two rows, and two columns a gate, that weigh nothing."""
    gates = _in_onnx_order(matrix, units)
    return np.pad(gates, [(0, 0), (0, 2), (0, 0), (0, 2)]).reshape(2, matrix.shape[1] + 2, -1)


def _bias(bias: NDArray[np.float32], units: int) -> NDArray[np.float32]:
    """The bias (2, 1, 4 x units) with that of the two added units, and none of the recurrence."""
    pins = np.broadcast_to(np.array(_PINS, np.float32), (2, 4, 2))
    own = np.concatenate([_in_onnx_order(bias, units)[:, 0], pins], axis=2).reshape(2, -1)
    return np.concatenate([own, np.zeros_like(own)], axis=1)


def _in_onnx_order(matrix: NDArray[np.float32], units: int) -> NDArray[np.float32]:
    """Gates input, forget, output, cell as input, output, forget, cell, each on an axis."""
    return matrix.reshape(2, -1, 4, units)[:, :, [0, 2, 1, 3]]


def _output(weights: NDArray[np.float32], units: int) -> NDArray[np.float32]:
    """Weights (heads, 2 x units) as (heads, 2, 1, units + 2): those of the added units are none."""
    heads = weights.reshape(-1, 2, 1, units)
    return np.pad(heads, [(0, 0), (0, 0), (0, 0), (0, 2)])


def _integers(name: str, matrix: NDArray[np.float32]) -> dict[str, NDArray[np.generic]]:
    """A matrix (2, any, columns) in integers, with a scale for each column, and zeros at zero."""
    largest = np.abs(matrix).max(axis=1)
    scales = (np.where(largest > 0, largest, 1) / MAX_INTEGER).astype(np.float32)
    return {
        name: np.rint(matrix / scales[:, None]).astype(np.int8),
        f"{name}_scales": scales,
        f"{name}_zeros": np.zeros(scales.shape, np.int8),
    }
