"""The recurrent part as served: a quantised ONNX graph, run by ONNX Runtime.

ONNX Runtime scales integers to the largest and smallest value present: of all vectors, and at
every step of the outputs of the step before. A tweet's score would depend on its batch. So the
graph (`training.families.light.graph`) has two units in each direction that output the largest
and smallest value possible at that step, and two dimensions for the largest value of any vector
and its negative. Then no scale depends on a tweet, and a batch equals single calls exactly.
"""

import numpy as np
from numpy.typing import NDArray

from airparadis.lib.errors import ArtifactError
from airparadis.ml.onnx_graph import Graph

GRAPH_NAME = "network.onnx"
INPUT, OUTPUT = "vectors", "log_odds"
LARGEST_KEY = "largest"
"""The graph's metadata for the largest absolute value of a vector."""


class OnnxLstm:
    """A serialised graph, ready to run; safe between threads and after a fork."""

    def __init__(self, serialised: bytes) -> None:
        self._graph = Graph(GRAPH_NAME, serialised)
        if LARGEST_KEY not in self._graph.metadata:
            raise ArtifactError(f"{GRAPH_NAME} is not a graph that can be run: no {LARGEST_KEY!r}")
        self._largest = np.float32(self._graph.metadata[LARGEST_KEY])

    def prepare(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Clip vectors to the largest value allowed, and append it and its negative."""
        prepared = np.empty((len(vectors), vectors.shape[1] + 2), np.float32)
        np.clip(vectors, -self._largest, self._largest, out=prepared[:, :-2])
        prepared[:, -2:] = self._largest, -self._largest
        return prepared

    def run(self, tweets: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return log-odds (n,) of tweets of one length in prepared vectors."""
        return self._graph.run(tweets)
