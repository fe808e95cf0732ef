"""The recurrent part as it is served: an ONNX graph in integers, run by ONNX Runtime.

ONNX Runtime fits the scale of what it turns into integers to the largest and the smallest number
it meets: of all vectors, and at each step of all that was given out at the step before. A tweet's
score would depend on the tweets beside it. So the graph (`training.families.light.graph`) has two
units in each direction that give out the most and the least any unit can at that step, and two
dimensions that must hold the largest number of any vector and its negative. Then no scale depends
on a tweet, and a batch gives the very numbers that single calls give.
"""

import numpy as np
from numpy.typing import NDArray

from airparadis.lib.errors import ArtifactError

GRAPH_NAME = "network.onnx"
INPUT, OUTPUT = "vectors", "log_odds"
LARGEST = "largest"
"""The graph's metadata that says how large a vector's numbers may be."""


class Graph:
    """Reads by a serialised graph; safe between threads, and in processes forked from this one."""

    def __init__(self, serialised: bytes) -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(_ERRORS)
        try:
            self._session = onnxruntime.InferenceSession(
                serialised, _options(), providers=["CPUExecutionProvider"]
            )
            metadata = self._session.get_modelmeta().custom_metadata_map
            self._largest = np.float32(metadata[LARGEST])
        except Exception as error:  # those of ONNX Runtime have no base but this
            reason = str(error).strip().partition("\n")[0]
            raise ArtifactError(f"{GRAPH_NAME} is not a graph that can be run: {reason}") from error

    def prepare(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors cut to the largest number allowed, that and its negative beside them."""
        prepared = np.empty((len(vectors), vectors.shape[1] + 2), np.float32)
        np.clip(vectors, -self._largest, self._largest, out=prepared[:, :-2])
        prepared[:, -2:] = self._largest, -self._largest
        return prepared

    def read(self, tweets: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds (n,) of tweets of one length in prepared vectors."""
        [scores] = self._session.run([OUTPUT], {INPUT: tweets})
        return scores  # type: ignore[no-any-return]


_ERRORS = 3


def _options() -> object:
    """One thread, the caller's: tweets are too short to be shared, and a fork keeps no others."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = _ERRORS
    # Tweets differ in length and batches in size: what is kept for each of them only adds up.
    options.enable_mem_pattern = options.enable_cpu_mem_arena = False
    return options
