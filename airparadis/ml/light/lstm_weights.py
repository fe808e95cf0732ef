"""The recurrent part's weights: one bidirectional LSTM over word vectors.

Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997, in PyTorch's form; mean and max of its
outputs are concatenated (Howard and Ruder, "Universal Language Model Fine-tuning for Text
Classification", ACL 2018). `training.families.light` fits it with PyTorch,
`airparadis.ml.light.encoder_inference` runs it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.vectors import Quantised

NETWORK_NAME = "network.npz"
MAX_WORDS = 64
"""Further words are ignored; of Sentiment140 one tweet in ten thousand has more."""


@dataclass(frozen=True)
class LstmWeights:
    """The fitted network, with `units` in each of its two directions.

    `words` and `grams` are the tables of `WordVectors`. `projection` (dimensions, 8 x units) and
    `recurrence` (2, units, 4 x units) feed the gates input, forget, output, cell of the forward,
    then of the backward direction, `bias` (8 x units,) is theirs. `output` (4 x units,) weighs the
    means of both directions, then their maxima; `output_bias` is added.
    """

    words: Quantised
    grams: Quantised
    projection: NDArray[np.float32]
    bias: NDArray[np.float32]
    recurrence: NDArray[np.float32]
    output: NDArray[np.float32]
    output_bias: float


def write_network(directory: Path, weights: LstmWeights) -> None:
    """Write the weights, the matrices rounded to float16."""
    arrays: dict[str, NDArray[Any]] = {
        "words": weights.words.rows,
        "word_scales": weights.words.scales,
        "grams": weights.grams.rows,
        "gram_scales": weights.grams.scales,
        "output_bias": np.array(weights.output_bias),
    }
    for name in ("projection", "bias", "recurrence", "output"):
        arrays[name] = getattr(weights, name).astype(np.float16)
    np.savez_compressed(directory / NETWORK_NAME, allow_pickle=False, **arrays)


def read_network(directory: Path) -> LstmWeights:
    """Read the file of `write_network`."""
    with np.load(directory / NETWORK_NAME, allow_pickle=False) as stored:
        return LstmWeights(
            words=Quantised(stored["words"], stored["word_scales"]),
            grams=Quantised(stored["grams"], stored["gram_scales"]),
            projection=stored["projection"].astype(np.float32),
            bias=stored["bias"].astype(np.float32),
            recurrence=stored["recurrence"].astype(np.float32),
            output=stored["output"].astype(np.float32),
            output_bias=float(stored["output_bias"]),
        )
