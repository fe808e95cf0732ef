"""Reads tweets by the recurrent part, in NumPy: many at once, or one in as few calls as it takes.

`tests.light.test_network` holds both ways against the equations read one step at a time.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from airparadis.light.linear import Word
from airparadis.light.network import MAX_WORDS, NetworkWeights
from airparadis.light.vectors import WordVectors

COMMON_WORDS = 4096
"""Words whose way into the gates is worked out beforehand: nine of ten that are read."""

READ_AT_ONCE = 256
"""Tweets in one matrix: enough to multiply fast, few enough to stay in the cache."""

_NO_WORD = Word("", -1, 0.0, 0.0, negates=False, stops=False)


class RecurrentScorer:
    """Scores tweets by `NetworkWeights`; safe between threads."""

    def __init__(self, weights: NetworkWeights) -> None:
        self._units = weights.recurrence.shape[1]
        # A sigmoid is half a hyperbolic tangent of half its argument, plus a half: with the
        # halves inside the weights, one call of tanh does for all four gates. What is given out
        # stays twice as large, and the weights that read it are halved.
        self._gates = _Gates(weights)
        self._recurrence = _cell_first(weights.recurrence) * np.float32(0.5)
        self._output = weights.output.reshape(2, 2, 1, self._units) * np.float32(0.5)
        self._output_bias = weights.output_bias

    def scores(self, tweets: Sequence[Sequence[Word]]) -> NDArray[np.float64]:
        """Log-odds of positive of tweets of any lengths, shape (n,)."""
        if len(tweets) == 1:
            return np.array([self._read_one(tweets[0][:MAX_WORDS] or (_NO_WORD,))])
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
        distinct = {word.text: word for words in tweets for word in words}
        place_of = {text: place for place, text in enumerate(distinct)}
        met = np.array([place_of[word.text] for words in tweets for word in words])
        gates = self._gates.of(list(distinct.values()))
        total, largest = self._run(gates, *_both_ways(met, lengths))
        pooled = total / lengths[None, :, None] * self._output[0] + largest * self._output[1]
        logits: NDArray[np.float64] = pooled.sum(axis=(0, 2), dtype=np.float64)
        return logits + self._output_bias

    def _run(
        self, gates: NDArray[np.float32], places: NDArray[np.intp], reading: NDArray[np.intp]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Sum and maximum of what is read at each word, both of shape (2, n_tweets, units).

        `gates` are the words' own part; at step t the first `reading[t]` tweets still have a word,
        `places[direction, t, tweet]`.
        """
        units = self._units
        shape = (2, places.shape[2], units)
        given, cell, total = (np.zeros(shape, np.float32) for _ in range(3))
        largest = np.full(shape, -np.inf, np.float32)
        own, remembered = (np.empty((2, shape[1], 4 * units), np.float32) for _ in range(2))
        for step, n in enumerate(reading.tolist()):
            opened = own[:, :n]
            for direction in (0, 1):
                words = places[direction, step, :n]
                gates[direction].take(words, axis=0, out=opened[direction], mode="clip")
            if step:
                opened += np.matmul(given[:, :n], self._recurrence, out=remembered[:, :n])
            np.tanh(opened, out=opened)
            opened[..., units:] += 1  # twice a sigmoid
            state, new = cell[:, :n], opened[..., :units]
            state *= opened[..., units : 2 * units]
            new *= opened[..., 2 * units : 3 * units]
            state += new
            state *= 0.5
            read = np.tanh(state, out=given[:, :n])
            read *= opened[..., 3 * units :]
            total[:, :n] += read
            np.maximum(largest[:, :n], read, out=largest[:, :n])
        return total, largest

    def _read_one(self, words: Sequence[Word]) -> float:
        """Log-odds of one tweet.

        Its matrices are so small that the calls cost more than the sums. So both directions lie
        side by side in one row, and the state before the gates: `state, cell` times `forget, input`
        is one product.
        """
        units = self._units
        own = self._one_row(self._gates.of(words))
        read = np.empty((len(words), 2 * units), np.float32)
        row = np.zeros(10 * units, np.float32)
        state, both, factors = row[: 2 * units], row[: 4 * units], row[4 * units : 8 * units]
        gates, sigmoids, output = row[2 * units :], row[4 * units :], row[8 * units :]
        product = np.empty(4 * units, np.float32)
        kept, new = product[: 2 * units], product[2 * units :]
        remembered = np.zeros((2, 4 * units), np.float32)
        forward, backward = remembered
        by_gate = remembered.reshape(2, 4, units).transpose(1, 0, 2)
        opened = gates.reshape(4, 2, units)
        ones, halves = np.ones_like(sigmoids), np.full_like(state, 0.5)
        for step, (word, given) in enumerate(zip(own, read, strict=True)):
            if step:
                before = read[step - 1]
                np.dot(before[:units], self._recurrence[0], forward)
                np.dot(before[units:], self._recurrence[1], backward)
            np.add(by_gate, word, opened)
            np.tanh(gates, gates)
            np.add(sigmoids, ones, sigmoids)  # twice a sigmoid
            np.multiply(both, factors, product)
            np.add(kept, new, state)
            np.multiply(state, halves, state)
            np.tanh(state, given)
            np.multiply(given, output, given)
        mean, largest = read.mean(axis=0), read.max(axis=0)
        pooled = mean * self._output[0].ravel() + largest * self._output[1].ravel()
        return float(pooled.sum(dtype=np.float64)) + self._output_bias

    def _one_row(self, gates: NDArray[np.float32]) -> NDArray[np.float32]:
        """The words' part of the gates, shape (n, 4, 2, units), each direction in its own order."""
        in_order = np.empty((gates.shape[1], 4, 2, self._units), np.float32)
        in_order[:, :, 0] = gates[0].reshape(-1, 4, self._units)
        in_order[::-1, :, 1] = gates[1].reshape(-1, 4, self._units)
        return in_order


class _Gates:
    """What each word adds to the gates of both directions: cell, forget, input, output."""

    def __init__(self, weights: NetworkWeights) -> None:
        units = weights.recurrence.shape[1]
        projection = weights.projection.reshape(-1, 2, 4 * units).transpose(1, 0, 2)
        self._projection = _cell_first(projection)
        self._bias = _cell_first(weights.bias.reshape(2, 1, 4 * units))
        self._vectors = WordVectors(weights.words, weights.grams)
        common = np.arange(min(COMMON_WORDS, len(weights.words.rows) - 1))
        self._common = self._project(weights.words.take(common))

    def of(self, words: Sequence[Word]) -> NDArray[np.float32]:
        """Shape (2, n, 4 x units)."""
        numbers = np.array([word.number for word in words], np.intp)
        n_common = self._common.shape[1]
        rare = np.flatnonzero((numbers < 0) | (numbers >= n_common))
        if len(rare) == len(words):
            return self._work_out(words, numbers)
        gates: NDArray[np.float32] = self._common.take(numbers, axis=1, mode="clip")
        if len(rare):
            gates[:, rare] = self._work_out(
                [words[place] for place in rare.tolist()], numbers[rare]
            )
        return gates

    def _work_out(self, words: Sequence[Word], numbers: NDArray[np.intp]) -> NDArray[np.float32]:
        return self._project(self._vectors.of([word.text for word in words], numbers.tolist()))

    def _project(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        gates: NDArray[np.float32] = np.matmul(vectors, self._projection) + self._bias
        return gates


def _cell_first(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Columns of the gates input, forget, output, cell as cell and half of forget, input, output.

    Halved is what goes into a sigmoid. The last axis is 4 x units long.
    """
    take_in, forget, give_out, cell = np.split(weights, 4, axis=-1)
    return np.concatenate([cell, forget * 0.5, take_in * 0.5, give_out * 0.5], axis=-1)


def _both_ways(
    met: NDArray[np.intp], lengths: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Words of each tweet from first to last and from last to first, and tweets left at each step.

    `met` holds the words end to end; tweets come longest first. Shapes (2, longest, n_tweets) and
    (longest,).
    """
    steps = np.arange(lengths[0])
    inside = steps < lengths[:, None]
    places = np.zeros((2, *inside.shape), np.intp)
    places[0][inside] = met
    ends = np.cumsum(lengths)
    places[1][inside] = met[(ends[:, None] - 1 - steps)[inside]]
    return np.ascontiguousarray(places.transpose(0, 2, 1)), inside.sum(axis=0)
