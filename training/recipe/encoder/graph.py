"""The tuned MiniLM as an ONNX graph: piece numbers of one tweet in, three logits out.

A tweet is read alone, so there is no padding and no mask.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray

from airparadis.ml.light.vectors import Quantised
from training.recipe.encoder.network import EPSILON, HEADS, LAYERS, WIDTH
from training.recipe.onnx_graph import FLOAT, INTEGER, GraphBuilder

INPUT, OUTPUT = "pieces", "logits"

Weights = Mapping[str, NDArray[np.float32]]


def graph_of(weights: Weights, max_pieces: int) -> onnx.ModelProto:
    """The graph of tuned `weights`, named as `MiniLM` names them."""
    build = _Builder(weights)
    x = build.embedded(max_pieces)
    for layer in range(LAYERS):
        x = build.layer(layer, x)
    build.head(x)
    return build.graph.build("precise", {INPUT: (INTEGER, ["length"])}, {OUTPUT: (FLOAT, [3])})


class _Builder:
    def __init__(self, weights: Weights) -> None:
        self.graph = GraphBuilder()
        self._weights = weights
        add = self.graph.constant
        self._rows = add("rows", np.array([0]))
        self._by_head = add("by_head", np.array([0, HEADS, WIDTH // HEADS]))
        self._flat = add("flat", np.array([0, WIDTH]))
        self._scale = add("scale", np.array((WIDTH // HEADS) ** -0.5, np.float32))

    def embedded(self, max_pieces: int) -> str:
        """Vectors of the pieces and their places, normalised: (length, width)."""
        node, add = self.graph.node, self.graph.constant
        table = Quantised.of(self._weights["word.weight"])
        rows = node("Gather", [add("table", table.rows), INPUT], "own_rows")
        scales = node("Gather", [add("scales", table.scales[:, None]), INPUT], "own_scales")
        own = node(
            "Mul",
            [
                node("Cast", [rows], "rows_float", to=FLOAT),
                node("Cast", [scales], "scales_float", to=FLOAT),
            ],
            "own",
        )
        places = self._weights["pos.weight"][:max_pieces] + self._weights["typ"]
        size = node("Shape", [INPUT], "size", start=0, end=1)
        met = node("Slice", [add("places", places), self._rows, size, self._rows], "met_places")
        return self._normalised("n0", node("Add", [own, met], "with_places"))

    def layer(self, number: int, x: str) -> str:
        """One layer's vectors of the vectors before."""
        node, name = self.graph.node, f"layers.{number}"
        attended = self._linear(f"{name}.o", self._attention(name, x))
        x = self._normalised(f"{name}.n1", node("Add", [x, attended], f"{name}.sum1"))
        inner = node(
            "Gelu", [self._linear(f"{name}.up", x)], f"{name}.gelu", domain="com.microsoft"
        )
        down = self._linear(f"{name}.down", inner)
        return self._normalised(f"{name}.n2", node("Add", [x, down], f"{name}.sum2"))

    def head(self, x: str) -> None:
        """Logits of the mean over the pieces."""
        mean = self.graph.node("ReduceMean", [x, self._rows], "mean", keepdims=1)
        self.graph.node("Squeeze", [self._linear("head", mean), self._rows], OUTPUT)

    def _attention(self, name: str, x: str) -> str:
        node = self.graph.node
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        self.graph.split("Split", [self._linear(f"{name}.qkv", x)], parts, axis=1, num_outputs=3)
        turned = [
            node(
                "Transpose",
                [node("Reshape", [part, self._by_head], f"{part}.heads")],
                f"{part}.turned",
                perm=[1, 2, 0] if part.endswith("key") else [1, 0, 2],
            )
            for part in parts
        ]
        scores = node("MatMul", turned[:2], f"{name}.products")
        scaled = node("Mul", [scores, self._scale], f"{name}.scores")
        shares = node("Softmax", [scaled], f"{name}.shares", axis=-1)
        read = node("MatMul", [shares, turned[2]], f"{name}.read")
        back = node("Transpose", [read], f"{name}.back", perm=[1, 0, 2])
        return node("Reshape", [back, self._flat], f"{name}.attended")

    def _linear(self, name: str, x: str) -> str:
        weight, bias = self._weights[f"{name}.weight"].T, self._weights[f"{name}.bias"]
        return self.graph.linear(name, x, weight, bias)

    def _normalised(self, name: str, x: str) -> str:
        constants = [
            self.graph.constant(f"{name}.{key}", self._weights[f"{name}.{key}"])
            for key in ("weight", "bias")
        ]
        return self.graph.node(
            "LayerNormalization", [x, *constants], f"{name}.normal", axis=-1, epsilon=EPSILON
        )
