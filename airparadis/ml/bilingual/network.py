"""The English network's weights: one bidirectional LSTM over word vectors.

Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997, in PyTorch's form; mean and max of its
outputs are concatenated (Howard and Ruder, "Universal Language Model Fine-tuning for Text
Classification", ACL 2018). `training.recipe.student` fits it with PyTorch, and
`airparadis.ml.light.encoder_inference` runs the graph made of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.vectors import Quantised
from airparadis.ml.light.weights import pack_strings, unpack_strings

NETWORK_NAME = "network.npz"
OUTPUTS = ("negative", "neutral", "positive", "emoticon")
"""Logits of the three labels people give, and the log-odds of a happy emoticon over a sad one."""


@dataclass(frozen=True)
class NetworkWeights:
    """The fitted network, with `units` in each of its two directions.

    `vocabulary` names the rows of `words` but the last, which is for all other words; `grams` are
    the buckets of character n-grams (`WordVectors`). `projection` (dimensions, 8 x units) and
    `recurrence` (2, units, 4 x units) feed the gates input, forget, output, cell of the forward,
    then of the backward direction, `bias` (8 x units,) is theirs. `output` (outputs, 4 x units)
    weighs the means of both directions, then their maxima; `output_bias` (outputs,) is added.
    """

    vocabulary: Sequence[str]
    words: Quantised
    grams: Quantised
    projection: NDArray[np.float32]
    bias: NDArray[np.float32]
    recurrence: NDArray[np.float32]
    output: NDArray[np.float32]
    output_bias: NDArray[np.float32]


_MATRICES = ("projection", "bias", "recurrence", "output", "output_bias")


def write_network(directory: Path, weights: NetworkWeights) -> None:
    """Write the weights, the matrices rounded to float16."""
    arrays: dict[str, NDArray[Any]] = {
        "vocabulary": pack_strings(list(weights.vocabulary)),
        "words": weights.words.rows,
        "word_scales": weights.words.scales,
        "grams": weights.grams.rows,
        "gram_scales": weights.grams.scales,
    }
    for name in _MATRICES:
        arrays[name] = getattr(weights, name).astype(np.float16)
    np.savez_compressed(directory / NETWORK_NAME, allow_pickle=False, **arrays)


def read_network(directory: Path) -> NetworkWeights:
    """Read the file of `write_network`."""
    with np.load(directory / NETWORK_NAME, allow_pickle=False) as stored:
        matrices = {name: stored[name].astype(np.float32) for name in _MATRICES}
        return NetworkWeights(
            unpack_strings(stored["vocabulary"]),
            Quantised(stored["words"], stored["word_scales"]),
            Quantised(stored["grams"], stored["gram_scales"]),
            **matrices,
        )
