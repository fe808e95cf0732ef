"""What `light`'s general part is fitted on: tweets as numbers."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.linear.ngrams import Corpus, Vocabulary


class Material(NamedTuple):
    """Training tweets as numbers of `vocabulary`, and their labels, shape (n,)."""

    corpus: Corpus
    vocabulary: Vocabulary
    y: NDArray[np.int8]


def read_material(X: Sequence[str], y: NDArray[np.int8]) -> Material:
    """Number the words of raw tweets."""
    vocabulary = Vocabulary()
    return Material(vocabulary.read(X, "tokenise"), vocabulary, y)
