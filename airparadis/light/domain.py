"""The domain part: what hand-labelled tweets of the trade add to the general parts' log-odds.

Where a tweet is of the trade, its log-odds are those of the general parts times a slope, plus a
bias, plus a weight for each of its words and pairs of words, their sum scaled by its length. That
is a linear model of the domain of which the general score is one feature, in the spirit of Daumé,
"Frustratingly Easy Domain Adaptation" (ACL 2007); other tweets are left as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.light.linear import Word
from airparadis.light.weights import LengthScale, pack, unpack

DOMAIN_NAME = "domain.npz"
LONGEST_NGRAM = 2

Feature = tuple[float, tuple[int, ...]]
"""A weight and the positions of the words it rests on."""


@dataclass(frozen=True)
class DomainWeights:
    """Weights in log-odds of positive; `ngrams` are words, or two words with a space between."""

    slope: float
    bias: float
    length: LengthScale
    ngrams: dict[str, float]


class DomainScorer:
    """What `DomainWeights` make of a tweet of the trade."""

    def __init__(self, weights: DomainWeights) -> None:
        self._weights = weights
        self.slope = weights.slope

    def score(self, general: float, words: Sequence[Word]) -> float:
        """Log-odds of positive, of the general parts' and the tweet's words."""
        own = sum([weight for weight, _ in self._features(words)])
        weights = self._weights
        return weights.slope * general + own * weights.length.of(len(words)) + weights.bias

    def shares(self, words: Sequence[Word]) -> list[float]:
        """What each word adds of its own; a pair's weight is shared equally."""
        shares = [0.0] * len(words)
        scale = self._weights.length.of(len(words))
        for weight, places in self._features(words):
            for place in places:
                shares[place] += weight * scale / len(places)
        return shares

    def _features(self, words: Sequence[Word]) -> Iterator[Feature]:
        known = self._weights.ngrams
        for name, places in ngrams([word.text for word in words]):
            if weight := known.get(name):
                yield weight, places


def ngrams(words: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The words and pairs of words of a tweet, each with the places of its words."""
    for size in range(1, LONGEST_NGRAM + 1):
        for place in range(len(words) - size + 1):
            yield " ".join(words[place : place + size]), tuple(range(place, place + size))


def write_domain(directory: Path, weights: DomainWeights) -> None:
    """Write the weights, those of n-grams rounded to float16."""
    names = sorted(weights.ngrams)
    np.savez_compressed(
        directory / DOMAIN_NAME,
        allow_pickle=False,
        scores=np.array([weights.slope, weights.bias, *weights.length]),
        ngrams=pack(names),
        weights=np.array([weights.ngrams[name] for name in names], np.float16),
    )


def read_domain(directory: Path) -> DomainWeights:
    """Read what `write_domain` wrote."""
    with np.load(directory / DOMAIN_NAME, allow_pickle=False) as stored:
        slope, bias, *length = stored["scores"].tolist()
        weights: NDArray[np.float16] = stored["weights"]
        ngrams = dict(zip(unpack(stored["ngrams"]), weights.tolist(), strict=True))
        return DomainWeights(slope, bias, LengthScale(*length), ngrams)
