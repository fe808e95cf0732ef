"""The student as the ONNX graph that is served, like the recurrent part of `light`."""

import numpy as np

from airparadis.ml.bilingual.network import NetworkWeights
from training.families.light.graph import lstm_graph


def graph_of(weights: NetworkWeights) -> bytes:
    """Serialise the graph: vectors (length, n, dimensions + 2) in, logits (n, heads) out."""
    return lstm_graph(weights, weights.output, weights.output_bias.astype(np.float64))
