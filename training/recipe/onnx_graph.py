"""A small builder of ONNX graphs: constants and nodes by name, then integers for the matrices."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET, IR = 18, 9
"""Versions that ONNX Runtime has read since 1.14."""

FLOAT, INTEGER = TensorProto.FLOAT, TensorProto.INT64


class GraphBuilder:
    """Collects the nodes and constants of a graph."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, NDArray[Any]] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant; returns its name."""
        self._constants[name] = np.ascontiguousarray(value)
        return name

    def node(self, op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add a node of one output; returns the output's name."""
        self.split(op, inputs, [output], **attributes)
        return output

    def split(self, op: str, inputs: list[str], outputs: list[str], **attributes: Any) -> None:
        """Add a node of several outputs."""
        self._nodes.append(helper.make_node(op, inputs, outputs, **attributes))

    def linear(
        self, name: str, x: str, weight: NDArray[np.float32], bias: NDArray[np.float32] | None
    ) -> str:
        """`x @ weight + bias`, the weight of shape (inputs, outputs)."""
        product = self.node(
            "MatMul", [x, self.constant(f"{name}.weight", weight)], f"{name}.product"
        )
        if bias is None:
            return product
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def build(
        self,
        name: str,
        inputs: dict[str, tuple[int, list[str | int]]],
        outputs: dict[str, tuple[int, list[str | int]]],
    ) -> onnx.ModelProto:
        """The model; inputs and outputs map names to a type and a shape."""
        graph = helper.make_graph(
            self._nodes,
            name,
            [helper.make_tensor_value_info(key, *value) for key, value in inputs.items()],
            [helper.make_tensor_value_info(key, *value) for key, value in outputs.items()],
            [numpy_helper.from_array(value, key) for key, value in self._constants.items()],
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR)


def in_integers(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same with its matrices in 7-bit integers, a scale a column; sums are of 8-bit inputs.

    Products of two neighbours then fit into 16 bits, where processors without VNNI add them up.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as directory:
        plain, quantised = (Path(directory) / name for name in ("plain.onnx", "integers.onnx"))
        onnx.save(model, plain)
        quantize_dynamic(
            plain,
            quantised,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": FLOAT},
        )
        return onnx.load(quantised)
