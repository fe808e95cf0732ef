"""Scoring rows: each as its tweet alone, or the reason why not."""

from collections.abc import Sequence
from typing import NamedTuple

from airparadis.domain.batches.batch import RowFault
from airparadis.domain.predictions.tweet import InvalidTweetError, TweetFault, parse_tweet
from airparadis.lib.blas_threads import single_blas_thread
from airparadis.ml.contract import Classifier
from airparadis.ml.scoring import Score, score
from airparadis.text.language import Language

_FAULTS = {
    TweetFault.MISSING: RowFault.EMPTY,
    TweetFault.TOO_LONG: RowFault.TOO_LONG,
    TweetFault.NOT_TEXT: RowFault.NOT_TEXT,
}


class Row(NamedTuple):
    """The score of a row: probabilities and language, or why there is none."""

    positive: float | None
    neutral: float | None
    language: Language | None
    fault: RowFault | None


def score_rows(
    classifier: Classifier, texts: Sequence[str | None], malformed: frozenset[int] = frozenset()
) -> list[Row]:
    """Score rows, each as the form and the API would score its tweet alone, to a millionth."""
    checked = [
        RowFault.MALFORMED if place in malformed else _tweet(text)
        for place, text in enumerate(texts)
    ]
    tweets = [tweet for tweet in checked if not isinstance(tweet, RowFault)]
    with single_blas_thread():
        scores = iter(score(classifier, tweets))
    return [
        Row(None, None, None, tweet) if isinstance(tweet, RowFault) else _row(next(scores))
        for tweet in checked
    ]


def _tweet(text: str | None) -> str | RowFault:
    try:
        return parse_tweet(text or "")
    except InvalidTweetError as error:
        return _FAULTS[error.fault]


def _row(found: Score) -> Row:
    fault = None if found.reason is None else RowFault(found.reason.value)
    return Row(found.probability_positive, found.neutral_probability, found.language, fault)
