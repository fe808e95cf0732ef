"""The domain part: a correction for airline tweets, fitted on hand-labelled ones.

The log-odds of an airline tweet are those of the general parts times a slope, plus a weight for
each of its plain words: a linear model of the domain with the general score as a feature, in the
spirit of Daumé, "Frustratingly Easy Domain Adaptation" (ACL 2007). Other tweets are unchanged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.light.linear import NEGATION_SCOPE
from airparadis.ml.light.tokens import TOPIC_WORD, ends_negation, is_negator
from airparadis.ml.light.weights import pack_strings, unpack_strings

DOMAIN_NAME = "domain.npz"


@dataclass(frozen=True)
class DomainWeights:
    """Weights in log-odds of positive; `words` maps known words to theirs."""

    slope: float
    words: dict[str, float]


class DomainScorer:
    """The domain part's scorer."""

    def __init__(self, weights: DomainWeights) -> None:
        self._words = weights.words
        self.slope = weights.slope

    def score(self, general: float, words: Sequence[str]) -> float:
        """Return the log-odds of positive, from the general log-odds and the tweet's words."""
        return self.slope * general + sum(self.contributions(words))

    def contributions(self, words: Sequence[str]) -> list[float]:
        """Return what every word adds."""
        return [self._words.get(text, 0.0) for text in plain_words(words)]


def plain_words(words: Sequence[str]) -> list[str]:
    """Return the words, empty for those that mean too little by themselves.

    Negators, negated words and the topic word are left to the general parts, which read words in
    order.
    """
    plain, negated_until = [], -1
    for position, word in enumerate(words):
        if ends_negation(word):
            negated_until = -1
        negates = is_negator(word)
        counts = position > negated_until and not negates and word != TOPIC_WORD
        plain.append(word if counts else "")
        if negates:
            negated_until = position + NEGATION_SCOPE
    return plain


def write_domain(directory: Path, weights: DomainWeights) -> None:
    """Write the weights, those of words rounded to float16."""
    words = sorted(weights.words)
    np.savez_compressed(
        directory / DOMAIN_NAME,
        allow_pickle=False,
        slope=np.array(weights.slope),
        words=pack_strings(words),
        weights=np.array([weights.words[word] for word in words], np.float16),
    )


def read_domain(directory: Path) -> DomainWeights:
    """Read what `write_domain` wrote."""
    with np.load(directory / DOMAIN_NAME, allow_pickle=False) as stored:
        weights: NDArray[np.float16] = stored["weights"]
        words = dict(zip(unpack_strings(stored["words"]), weights.tolist(), strict=True))
        return DomainWeights(float(stored["slope"]), words)
