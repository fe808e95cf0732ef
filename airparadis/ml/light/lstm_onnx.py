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

GRAPH_NAME = "network.onnx"
INPUT, OUTPUT = "vectors", "log_odds"
LARGEST_KEY = "largest"
"""The graph's metadata for the largest absolute value of a vector."""


class OnnxLstm:
    """A serialised graph, ready to run; safe between threads and after a fork."""

    def __init__(self, serialised: bytes) -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(_ERRORS)
        try:
            self._session = onnxruntime.InferenceSession(
                serialised, _options(), providers=["CPUExecutionProvider"]
            )
            metadata = self._session.get_modelmeta().custom_metadata_map
            self._largest = np.float32(metadata[LARGEST_KEY])
        except Exception as error:  # ONNX Runtime's errors have no common base
            reason = str(error).strip().partition("\n")[0]
            raise ArtifactError(f"{GRAPH_NAME} is not a graph that can be run: {reason}") from error

    def prepare(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Clip vectors to the largest value allowed, and append it and its negative."""
        prepared = np.empty((len(vectors), vectors.shape[1] + 2), np.float32)
        np.clip(vectors, -self._largest, self._largest, out=prepared[:, :-2])
        prepared[:, -2:] = self._largest, -self._largest
        return prepared

    def run(self, tweets: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return log-odds (n,) of tweets of one length in prepared vectors."""
        [scores] = self._session.run([OUTPUT], {INPUT: tweets})
        return scores  # type: ignore[no-any-return]


_ERRORS = 3


def _options() -> object:
    """Use one thread, the caller's: tweets are too short to share, and a fork loses others."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = _ERRORS
    # Tweets differ in length and batches in size: caches for every shape would only grow.
    options.enable_mem_pattern = options.enable_cpu_mem_arena = False
    return options
