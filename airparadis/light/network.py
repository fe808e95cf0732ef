"""The recurrent part: one LSTM read in both directions over word vectors, in NumPy.

Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997, in PyTorch's form; mean and max of what
it read at each word are weighed together (Howard and Ruder, "Universal Language Model Fine-tuning
for Text Classification", ACL 2018). `training.families.light` fits it with PyTorch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airparadis.light.linear import Word
from airparadis.light.vectors import Quantised, WordVectors

NETWORK_NAME = "network.npz"
MAX_WORDS = 64
"""Words after these are not read; of Sentiment140 one tweet in ten thousand has more."""

READ_AT_ONCE = 256
"""Tweets in one matrix: enough to multiply fast, few enough to stay in the cache."""

_NO_WORD = Word("", -1, 0.0, 0.0, negates=False, stops=False)


@dataclass(frozen=True)
class NetworkWeights:
    """The fitted network, of `units` in each of its two directions.

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


class RecurrentScorer:
    """Scores tweets by `NetworkWeights`."""

    def __init__(self, weights: NetworkWeights) -> None:
        self._vectors = WordVectors(weights.words, weights.grams)
        self._units = weights.recurrence.shape[1]
        # A sigmoid is half a hyperbolic tangent of half its argument, plus a half: with the
        # halves inside the weights, one call of tanh does for all four gates. What is given out
        # stays twice as large, and the weights that read it are halved.
        half = np.repeat(np.array([0.5, 0.5, 0.5, 1.0], np.float32), self._units)
        self._projection = weights.projection * np.tile(half, 2)
        self._bias = weights.bias * np.tile(half, 2)
        self._recurrence = weights.recurrence * half * np.float32(0.5)
        self._output = weights.output.reshape(2, 2, 1, self._units) * np.float32(0.5)
        self._output_bias = weights.output_bias

    def scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        """Log-odds of positive of tweets of any lengths, shape (n,)."""
        scores = np.empty(len(tweets))
        longest_first = sorted(range(len(tweets)), key=lambda place: -len(tweets[place]))
        for start in range(0, len(tweets), READ_AT_ONCE):
            places = longest_first[start : start + READ_AT_ONCE]
            scores[places] = self._read([tweets[place][:MAX_WORDS] for place in places])
        return scores

    def _read(self, tweets: list[Sequence[Word]]) -> NDArray[np.float64]:
        """Log-odds of a few tweets, longest first."""
        tweets = [words or (_NO_WORD,) for words in tweets]
        lengths = np.array([len(words) for words in tweets])
        place_of: dict[str, int] = {}
        met = [place_of.setdefault(word.text, len(place_of)) for words in tweets for word in words]
        number_of = {word.text: word.number for words in tweets for word in words}
        vectors = self._vectors.of(list(place_of), [number_of[word] for word in place_of])
        gates = (vectors @ self._projection + self._bias).reshape(len(place_of), 2, -1)
        mean, largest = self._run(gates, *_both_ways(np.array(met), lengths))
        mean /= lengths[None, :, None]
        pooled = mean * self._output[0] + largest * self._output[1]
        logits: NDArray[np.float64] = pooled.sum(axis=(0, 2), dtype=np.float64)
        return logits + self._output_bias

    def _run(
        self, gates: NDArray[np.float32], places: NDArray[np.intp], reading: NDArray[np.intp]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Sum and maximum of what is read at each word, both of shape (2, n_tweets, units).

        `gates` are the words' own part; at step t the first `reading[t]` tweets still have a word,
        `places[direction, tweet, t]`.
        """
        units = self._units
        shape = (2, places.shape[1], units)
        given, cell, total = (np.zeros(shape, np.float32) for _ in range(3))
        largest = np.full(shape, -np.inf, np.float32)
        directions = np.arange(2)[:, None]
        for step, n in enumerate(reading.tolist()):
            opened = np.matmul(given[:, :n], self._recurrence)
            opened += gates[places[:, :n, step], directions]
            np.tanh(opened, out=opened)
            opened[..., : 3 * units] += 1  # twice a sigmoid
            state, new = cell[:, :n], opened[..., 3 * units :]
            state *= opened[..., units : 2 * units]
            new *= opened[..., :units]
            state += new
            state *= 0.5
            read = np.tanh(state, out=given[:, :n])
            read *= opened[..., 2 * units : 3 * units]
            total[:, :n] += read
            np.maximum(largest[:, :n], read, out=largest[:, :n])
        return total, largest


def _both_ways(
    met: NDArray[np.intp], lengths: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Words of each tweet from first to last and from last to first, and tweets left at each step.

    `met` holds the words end to end; tweets come longest first. Shapes (2, n_tweets, longest) and
    (longest,).
    """
    steps = np.arange(lengths[0])
    inside = steps < lengths[:, None]
    places = np.zeros((2, *inside.shape), np.intp)
    places[0][inside] = met
    ends = np.cumsum(lengths)
    places[1][inside] = met[(ends[:, None] - 1 - steps)[inside]]
    return places, inside.sum(axis=0)


def write_network(directory: Path, weights: NetworkWeights) -> None:
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


def read_network(directory: Path) -> NetworkWeights:
    """Read what `write_network` wrote."""
    with np.load(directory / NETWORK_NAME, allow_pickle=False) as stored:
        return NetworkWeights(
            words=Quantised(stored["words"], stored["word_scales"]),
            grams=Quantised(stored["grams"], stored["gram_scales"]),
            projection=stored["projection"].astype(np.float32),
            bias=stored["bias"].astype(np.float32),
            recurrence=stored["recurrence"].astype(np.float32),
            output=stored["output"].astype(np.float32),
            output_bias=float(stored["output_bias"]),
        )
