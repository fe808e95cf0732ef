"""What `light` is fitted on: tweets as numbers, and how often each counts."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.ngrams import Corpus, Vocabulary


class Domain(NamedTuple):
    """Hand-labelled tweets of the trade: texts, and labels 0 or 1."""

    texts: list[str]
    y: NDArray[np.int8]


class Material(NamedTuple):
    """Training tweets as numbers of `vocabulary`, labels, and how often each counts; all (n,)."""

    corpus: Corpus
    vocabulary: Vocabulary
    y: NDArray[np.int8]
    counts: NDArray[np.int64]


def read_material(
    X: Sequence[str], y: NDArray[np.int8], domain: Domain | None, domain_weight: int
) -> Material:
    """Number the words of tweets, and of a domain's tweets after them.

    In the domain both labels count the same, the commoner one `domain_weight` times a tweet.
    """
    texts, labels = list(X), y
    counts = np.ones(len(y), np.int64)
    if domain is not None:
        texts, labels = texts + domain.texts, np.concatenate([y, domain.y])
        of_label = np.bincount(domain.y, minlength=2)
        times = np.rint(domain_weight * of_label.max() / np.maximum(of_label, 1)).astype(np.int64)
        counts = np.concatenate([counts, times[domain.y]])
    vocabulary = Vocabulary()
    return Material(vocabulary.read(texts, "tokenise"), vocabulary, labels, counts)
