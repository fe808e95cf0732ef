"""What ever more reviewed tweets add: in the order of the queue, and in an order of chance."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from airparadis.domain.review import Candidate, ranked
from airparadis.text import Level, clean
from benchmarks.rehearsal.people import Labelled
from training.evaluate import evaluate
from training.families.tfidf import WORD_OF_CLEANED_TEXT

SHARES = (0.0, 0.05, 0.1, 0.25, 0.5, 1.0)
"""Of all tweets that could be reviewed."""


def queue_order(tweets: Labelled, positive: Sequence[float]) -> list[int]:
    """The places of the tweets as the review queue ranks them, near-duplicates folded.

    Args:
        tweets: what could be reviewed; nobody has voted.
        positive: the champion's probabilities.
    """
    candidates = [
        Candidate(place, text, max(share, 1 - share), is_uncertain=max(share, 1 - share) < 0.6)
        for place, (text, share) in enumerate(zip(tweets.texts, positive, strict=True))
    ]
    return [item.candidate.prediction_id for item in ranked(candidates, frozenset())]


def curve(
    base: Labelled, reviewed: Labelled, order: Sequence[int], test: Labelled, weight: int
) -> list[dict[str, float]]:
    """Figures on `test` after the first few of `reviewed`, then more, fitted with `base`."""
    fitted = _Fitter(base, reviewed, test, weight)
    sizes = [round(share * len(order)) for share in SHARES]
    return [{"reviewed": size, **fitted.figures(order[:size])} for size in sizes]


class _Fitter:
    """The published baseline over texts that are cleaned once."""

    def __init__(self, base: Labelled, reviewed: Labelled, test: Labelled, weight: int) -> None:
        self._base, self._reviewed, self._test = (_cleaned(each) for each in (base, reviewed, test))
        self._weight = weight

    def figures(self, rows: Sequence[int]) -> Mapping[str, Any]:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        new = self._reviewed.take(rows)
        texts = [*self._base.texts, *list(new.texts) * self._weight]
        y = np.concatenate([self._base.y, np.tile(new.y, self._weight)])
        words = WORD_OF_CLEANED_TEXT
        vectoriser = TfidfVectorizer(ngram_range=(1, 2), max_features=50_000, token_pattern=words)
        model = LogisticRegression(C=1.0, max_iter=1000).fit(vectoriser.fit_transform(texts), y)
        positive = model.predict_proba(vectoriser.transform(self._test.texts))[:, 1]
        return evaluate(positive, self._test.y).figures


def _cleaned(tweets: Labelled) -> Labelled:
    return Labelled([clean(text, Level.SIMPLE) for text in tweets.texts], tweets.y)
