"""ONNX Runtime as every graph is run: in the caller's thread, with no cache between calls."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.lib.errors import ArtifactError

_ERRORS = 3

Serialised = bytes | Path
"""A graph, or its file: ONNX Runtime keeps bytes that it was given for as long as the session."""


class Graph:
    """A serialised graph of one input and one output; safe between threads and after a fork."""

    def __init__(self, name: str, serialised: Serialised) -> None:
        """Load a graph; `name` is its file's, for errors.

        Raises:
            ArtifactError: ONNX Runtime cannot run it.
        """
        import onnxruntime

        onnxruntime.set_default_logger_severity(_ERRORS)
        try:
            self._session = onnxruntime.InferenceSession(
                str(serialised) if isinstance(serialised, Path) else serialised,
                _options(),
                providers=["CPUExecutionProvider"],
            )
        except Exception as error:  # ONNX Runtime's errors have no common base
            reason = str(error).strip().partition("\n")[0]
            raise ArtifactError(f"{name} is not a graph that can be run: {reason}") from error
        self.metadata: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map
        self._input = self._session.get_inputs()[0].name

    def run(self, values: NDArray[np.generic]) -> NDArray[np.float32]:
        """Return the output for an input."""
        [output] = self._session.run(None, {self._input: values})
        return output  # type: ignore[no-any-return]


def write_graph(path: Path, serialised: Serialised) -> None:
    """Write a graph to a file of its own."""
    path.write_bytes(serialised.read_bytes() if isinstance(serialised, Path) else serialised)


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
