"""The domain part: what hand-labelled tweets of the trade add to the general parts' log-odds.

Where a tweet is of the trade, its log-odds are those of the general parts times a slope, plus a
weight for each of its plain words. That is a linear model of the domain of which the general score
is one feature, in the spirit of Daumé, "Frustratingly Easy Domain Adaptation" (ACL 2007); other
tweets are left as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.linear import NEGATION_SCOPE, Word
from airparadis.ml.light.tokens import SUBJECT
from airparadis.ml.light.weights import pack, unpack

DOMAIN_NAME = "domain.npz"

Feature = tuple[float, tuple[int, ...]]
"""A weight and the positions of the words it rests on."""


@dataclass(frozen=True)
class DomainWeights:
    """Weights in log-odds of positive; `words` gives each known word its own."""

    slope: float
    words: dict[str, float]


class DomainScorer:
    """What `DomainWeights` make of a tweet of the trade."""

    def __init__(self, weights: DomainWeights) -> None:
        self._words = weights.words
        self.slope = weights.slope

    def score(self, general: float, words: Sequence[Word]) -> float:
        """Log-odds of positive, of the general parts' and the tweet's words."""
        return self.slope * general + sum(self.shares(words))

    def shares(self, words: Sequence[Word]) -> list[float]:
        """What each word adds of its own."""
        return [self._words.get(text, 0.0) for text in plain_words(words)]


def plain_words(words: Sequence[Word]) -> list[str]:
    """The words' texts, empty where a single word says too little to be weighed by itself.

    A negator, the words that it turns round, and what the tweet is about are left to the general
    parts, which read words in order.
    """
    texts, negated_until = [], -1
    for place, word in enumerate(words):
        if word.stops:
            negated_until = -1
        plain = place > negated_until and not word.negates and word.text != SUBJECT
        texts.append(word.text if plain else "")
        if word.negates:
            negated_until = place + NEGATION_SCOPE
    return texts


def write_domain(directory: Path, weights: DomainWeights) -> None:
    """Write the weights, those of words rounded to float16."""
    words = sorted(weights.words)
    np.savez_compressed(
        directory / DOMAIN_NAME,
        allow_pickle=False,
        slope=np.array(weights.slope),
        words=pack(words),
        weights=np.array([weights.words[word] for word in words], np.float16),
    )


def read_domain(directory: Path) -> DomainWeights:
    """Read what `write_domain` wrote."""
    with np.load(directory / DOMAIN_NAME, allow_pickle=False) as stored:
        weights: NDArray[np.float16] = stored["weights"]
        words = dict(zip(unpack(stored["words"]), weights.tolist(), strict=True))
        return DomainWeights(float(stored["slope"]), words)
