"""Inference of the English network, in batches of tweets of equal length.

The graph (`training.recipe.student.graph`) is quantised like that of
`airparadis.ml.light.lstm_onnx`, which says why a batch equals single calls exactly.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.bilingual.network import MAX_WORDS, OUTPUTS
from airparadis.ml.bilingual.vocabulary import UNKNOWN_ID, Word
from airparadis.ml.light.lstm_onnx import OnnxLstm
from airparadis.ml.light.vectors import WordVectors

BATCH_SIZE = 32
"""Tweets in one matrix: enough to multiply fast, few enough to stay in the cache."""

_EMPTY_TWEET = Word("", UNKNOWN_ID)


class RecurrentEncoder:
    """A network that reads tweets of any length; thread-safe."""

    def __init__(self, vectors: WordVectors, graph: OnnxLstm) -> None:
        self._vectors = vectors
        self._graph = graph

    def logits(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        """Return the logits of `OUTPUTS`, shape (n, outputs)."""
        tweets = [words[:MAX_WORDS] or (_EMPTY_TWEET,) for words in tweets]
        if len(tweets) == 1:
            return self._graph.run(self._prepared(tweets[0])[:, None]).astype(np.float64)
        distinct = {word.text: word for words in tweets for word in words}
        vectors = self._prepared(list(distinct.values()))
        row_of = {text: position for position, text in enumerate(distinct)}
        logits = np.empty((len(tweets), len(OUTPUTS)))
        for positions in _by_length(tweets):
            met = [[row_of[word.text] for word in tweets[position]] for position in positions]
            logits[positions] = self._graph.run(vectors.take(np.array(met).T, axis=0))
        return logits

    def _prepared(self, words: Sequence[Word]) -> NDArray[np.float32]:
        vectors = self._vectors.of([word.text for word in words], [word.id for word in words])
        return self._graph.prepare(vectors)


def _by_length(tweets: Sequence[Sequence[Word]]) -> Iterator[list[int]]:
    """Yield the positions of at most `BATCH_SIZE` tweets with equal numbers of words."""
    by_length: dict[int, list[int]] = {}
    for position, words in enumerate(tweets):
        by_length.setdefault(len(words), []).append(position)
    for positions in by_length.values():
        for start in range(0, len(positions), BATCH_SIZE):
            yield positions[start : start + BATCH_SIZE]
