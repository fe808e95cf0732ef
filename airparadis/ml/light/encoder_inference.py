"""Reads tweets by the recurrent part: their words' vectors, tweets of one length at a time.

Two readers make scores of vectors: `airparadis.ml.light.lstm_onnx` as models are served, in
integers, and `airparadis.ml.light.lstm_numpy` for models written before there was a graph.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.linear import Word
from airparadis.ml.light.lstm_numpy import Equations
from airparadis.ml.light.lstm_onnx import Graph
from airparadis.ml.light.lstm_weights import MAX_WORDS, NetworkWeights
from airparadis.ml.light.vectors import WordVectors

READ_AT_ONCE = 32
"""Tweets in one matrix: enough to multiply fast, few enough to stay in the cache."""

_NO_WORD = Word("", -1, 0.0, 0.0, negates=False, stops=False)


class Reader(Protocol):
    """What makes scores of vectors."""

    def prepare(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors (n, dimensions) as `read` wants them, shape (n, any)."""
        ...

    def read(self, tweets: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds (n,) of tweets of one length in prepared vectors, shape (length, n, any)."""
        ...


class RecurrentScorer:
    """Scores tweets of any lengths; safe between threads."""

    def __init__(self, vectors: WordVectors, reader: Reader) -> None:
        self._vectors = vectors
        self._reader = reader

    def scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        """Log-odds of positive, shape (n,)."""
        tweets = [words[:MAX_WORDS] or (_NO_WORD,) for words in tweets]
        if len(tweets) == 1:
            return self._reader.read(self._prepared(tweets[0])[:, None]).astype(np.float64)
        distinct = {word.text: word for words in tweets for word in words}
        vectors = self._prepared(list(distinct.values()))
        place_of = {text: place for place, text in enumerate(distinct)}
        scores = np.empty(len(tweets))
        for places in _of_one_length(tweets):
            met = [[place_of[word.text] for word in tweets[place]] for place in places]
            scores[places] = self._reader.read(vectors.take(np.array(met).T, axis=0))
        return scores

    def _prepared(self, words: Sequence[Word]) -> NDArray[np.float32]:
        vectors = self._vectors.of([word.text for word in words], [word.number for word in words])
        return self._reader.prepare(vectors)


def _of_one_length(tweets: Sequence[Sequence[Word]]) -> Iterator[list[int]]:
    """The places of at most `READ_AT_ONCE` tweets at a time that have as many words."""
    by_length: dict[int, list[int]] = {}
    for place, words in enumerate(tweets):
        by_length.setdefault(len(words), []).append(place)
    for places in by_length.values():
        for start in range(0, len(places), READ_AT_ONCE):
            yield places[start : start + READ_AT_ONCE]


def recurrent_scorer(weights: NetworkWeights, graph: bytes | None) -> RecurrentScorer:
    """The scorer of a network: by its graph, where it has one.

    Raises:
        ArtifactError: ONNX Runtime cannot run the graph.
    """
    reader = Equations(weights) if graph is None else Graph(graph)
    return RecurrentScorer(WordVectors(weights.words, weights.grams), reader)
