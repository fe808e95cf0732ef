"""Inference of a recurrent network on word vectors, in batches of tweets of equal length.

Two runners compute outputs from vectors: `airparadis.ml.light.lstm_onnx`, in integers, serves
models; `airparadis.ml.light.lstm_numpy` runs those written before there was a graph.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.lstm_numpy import NumpyLstm
from airparadis.ml.light.lstm_onnx import OnnxLstm
from airparadis.ml.light.lstm_weights import MAX_WORDS, LstmWeights
from airparadis.ml.light.vectors import VectorWord, WordVectors

BATCH_SIZE = 32
"""Tweets in one matrix: enough to multiply fast, few enough to stay in the cache."""


class _NoWord(NamedTuple):
    text: str = ""
    id: int = -1


_EMPTY_TWEET = (_NoWord(),)


class LstmRunner(Protocol):
    """A runner that computes outputs from word vectors."""

    def prepare(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Convert vectors (n, dimensions) to the input of `run`, shape (n, any)."""
        ...

    def run(self, tweets: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return outputs (n, ...) of tweets of one length in prepared vectors, (length, n, any)."""
        ...


class RecurrentScorer:
    """A scorer of tweets of any length; thread-safe.

    `shape` is that of the network's outputs for a tweet: () if it is one number.
    """

    def __init__(
        self, vectors: WordVectors, runner: LstmRunner, shape: tuple[int, ...] = ()
    ) -> None:
        self._vectors = vectors
        self._runner = runner
        self._shape = shape

    def scores(self, tweets: Sequence[Sequence[VectorWord]]) -> NDArray[np.float64]:
        """Return the network's outputs, (n, *shape)."""
        tweets = [words[:MAX_WORDS] or _EMPTY_TWEET for words in tweets]
        if len(tweets) == 1:
            return self._runner.run(self._prepared(tweets[0])[:, None]).astype(np.float64)
        distinct = {word.text: word for words in tweets for word in words}
        vectors = self._prepared(list(distinct.values()))
        row_of = {text: position for position, text in enumerate(distinct)}
        scores = np.empty((len(tweets), *self._shape))
        for positions in _by_length(tweets):
            met = [[row_of[word.text] for word in tweets[position]] for position in positions]
            scores[positions] = self._runner.run(vectors.take(np.array(met).T, axis=0))
        return scores

    def _prepared(self, words: Sequence[VectorWord]) -> NDArray[np.float32]:
        vectors = self._vectors.of([word.text for word in words], [word.id for word in words])
        return self._runner.prepare(vectors)


def _by_length(tweets: Sequence[Sequence[VectorWord]]) -> Iterator[list[int]]:
    """Yield the positions of at most `BATCH_SIZE` tweets with equal numbers of words."""
    by_length: dict[int, list[int]] = {}
    for position, words in enumerate(tweets):
        by_length.setdefault(len(words), []).append(position)
    for positions in by_length.values():
        for start in range(0, len(positions), BATCH_SIZE):
            yield positions[start : start + BATCH_SIZE]


def recurrent_scorer(weights: LstmWeights, graph: bytes | None) -> RecurrentScorer:
    """Build the scorer of a network, from its graph if it has one.

    Raises:
        ArtifactError: ONNX Runtime cannot run the graph.
    """
    runner = NumpyLstm(weights) if graph is None else OnnxLstm(graph)
    return RecurrentScorer(WordVectors(weights.words, weights.grams), runner)
