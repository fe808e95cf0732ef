"""The tuned encoder as an ONNX graph: piece numbers of one tweet in, three logits out."""

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray

from airparadis.ml.light.vectors import Quantised
from training.recipe.onnx_graph import FLOAT, INTEGER, GraphBuilder

INPUT, OUTPUT = "pieces", "logits"
ORDERS = ((2, 0), (3, 1), (5, 2))
"""Words a window holds, and how many of them stand before the one it is for."""

BRANCH = 256
SENTENCE_SCALE, MEAN_SCALE = 8.0, 0.3
"""Factors of the two halves of the last layer's input, so that both learn alike."""

Weights = Mapping[str, NDArray[np.float32]]


def graph_of(weights: Weights, epsilon: float) -> onnx.ModelProto:
    """The graph of tuned `weights`, named as `training.recipe.convolution.model` names them."""
    build = _Builder(weights, epsilon)
    embedded = build.embedded()
    features = build.features(embedded)
    build.head(*build.sentence(features))
    return build.graph.build("french", {INPUT: (INTEGER, ["length"])}, {OUTPUT: (FLOAT, [3])})


class _Builder:
    def __init__(self, weights: Weights, epsilon: float) -> None:
        self.graph = GraphBuilder()
        self._weights = weights
        self._epsilon = epsilon
        self._rows = self.graph.constant("rows", np.array([0]))

    def embedded(self) -> str:
        """Vectors of the pieces, (length, 512), from a byte a number and a scale a piece."""
        table = Quantised.of(self._weights["emb.weight"])
        add, node = self.graph.constant, self.graph.node
        rows = node("Gather", [add("table", table.rows), INPUT], "own_rows")
        scales = node("Gather", [add("scales", table.scales[:, None]), INPUT], "own_scales")
        return node(
            "Mul",
            [
                node("Cast", [rows], "rows_float", to=FLOAT),
                node("Cast", [scales], "scales_float", to=FLOAT),
            ],
            "embedded",
        )

    def features(self, embedded: str) -> str:
        """Each piece with its windows of two, three and five, normalised: (length, 1280)."""
        node = self.graph.node
        projected = self.graph.linear(
            "projected", embedded, self._weights["proj"], self._weights["projb"]
        )
        normal = self._normalised("words", projected, "lg", "lb")
        branches = [f"branch{order}" for order, _ in ORDERS]
        self.graph.split("Split", [normal], branches, axis=1, num_outputs=len(ORDERS))
        windows = [
            self._window(
                f"second{order}", self._window(f"first{order}", branch, place, 1), place, 2
            )
            for place, ((order, _), branch) in enumerate(zip(ORDERS, branches, strict=True))
        ]
        joined = node("Concat", [embedded, *windows], "joined", axis=1)
        return self._normalised("features", joined, "g", "b")

    def _window(self, name: str, x: str, place: int, layer: int) -> str:
        """`x` plus what a layer makes of the window around each piece."""
        order, before = ORDERS[place]
        node, add = self.graph.node, self.graph.constant
        pads = add(f"{name}.pads", np.array([before, 0, order - 1 - before, 0]))
        padded = node("Pad", [x, pads], f"{name}.padded")
        shifted = [self._shifted(name, padded, shift, order) for shift in range(order)]
        read = self.graph.linear(
            f"{name}.read",
            node("Concat", shifted, f"{name}.window", axis=1),
            self._weights[f"w{layer}.{place}"],
            self._weights[f"b{layer}.{place}"],
        )
        return node("Add", [node("Relu", [read], f"{name}.relu"), x], name)

    def _shifted(self, name: str, padded: str, shift: int, order: int) -> str:
        end = shift - (order - 1) or np.iinfo(np.int64).max
        bounds = [
            self.graph.constant(f"{name}.{which}{shift}", np.array([value]))
            for which, value in (("start", shift), ("end", end))
        ]
        return self.graph.node("Slice", [padded, *bounds, self._rows], f"{name}.shift{shift}")

    def _normalised(self, name: str, x: str, scale: str, bias: str) -> str:
        constants = [
            self.graph.constant(f"{name}.{key}", self._weights[key]) for key in (scale, bias)
        ]
        return self.graph.node(
            "LayerNormalization", [x, *constants], name, axis=-1, epsilon=self._epsilon
        )

    def sentence(self, features: str) -> tuple[str, str]:
        """The encoder's sentence vector (1, 512) and the mean of the features (1, 1280)."""
        node, add, weights = self.graph.node, self.graph.constant, self._weights
        size = node("Shape", [features], "size", start=0, end=1)
        length = node("Cast", [size], "length_float", to=FLOAT)
        root = node("Sqrt", [length], "root")
        total = node("ReduceSum", [features, self._rows], "total", keepdims=1)
        scaled = node(
            "Div", [self.graph.linear("cnn", total, weights["cnn_W"], None), root], "scaled"
        )
        bias = node("Mul", [add("cnn_b", weights["cnn_b"]), root], "cnn_bias")
        mean = node("Add", [scaled, bias], "sentence_mean")
        deep = self._deep(mean)
        square = node("Mul", [deep, deep], "square")
        axes = add("columns", np.array([1]))
        norm = node("ReduceSum", [square, axes], "norm", keepdims=1)
        safe = node("Max", [norm, add("epsilon", np.array(self._epsilon, np.float32))], "safe_norm")
        unit = node("Div", [deep, node("Sqrt", [safe], "norm_root")], "sentence")
        return unit, node("Div", [total, length], "mean")

    def _deep(self, mean: str) -> str:
        node, linear, weights = self.graph.node, self.graph.linear, self._weights

        def relu(name: str, x: str) -> str:
            return node("Relu", [x], name)

        first = relu("y0", linear("d0", mean, weights["d0"], None))
        both = [linear("p1", mean, weights["p1"], None), linear("d1", first, weights["d1"], None)]
        second = relu("y1", node("Add", both, "p1_d1"))
        third = relu("y2", linear("d2", second, weights["d2"], None))
        last = [linear("p3", second, weights["p3"], None), linear("d3", third, weights["d3"], None)]
        return node("Tanh", [node("Add", last, "p3_d3")], "deep")

    def head(self, sentence: str, mean: str) -> None:
        """Three logits of the two vectors."""
        joined = self.graph.node("Concat", [sentence, mean], "both", axis=1)
        weight = self._weights["head.weight"].T.copy()
        size = self._weights["d3"].shape[1]
        weight[:size] *= SENTENCE_SCALE
        weight[size:] *= MEAN_SCALE
        logits = self.graph.linear("head", joined, weight, self._weights["head.bias"])
        self.graph.node("Squeeze", [logits, self._rows], OUTPUT)
