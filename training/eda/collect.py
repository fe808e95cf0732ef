"""The collection of the report's figures from measures of the tweets."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from airparadis.text.cleaning import MIN_WORDS, TEXT_VERSION, Level, clean
from training.data.tweets import Tweets
from training.eda.figures import ByClass, Figures, Length, MarkFigures, NoisyTweet, Span
from training.eda.measures import FORMS, RAW, Mark, Measures
from training.eda.statistics import (
    count_misread,
    histogram,
    noisiest,
    repetition,
    spread,
    telling_words,
)

TOP_MARKS = 20
TOP_WORDS = 30
TOP_NOISY = 10


def collect(
    name: str,
    tweets: Tweets,
    measures: Measures,
    dates: NDArray[np.datetime64] | None,
    usable: int,
) -> Figures:
    """Put together the figures of tweets, out of the `usable` ones, from their measures."""
    positive = int(tweets.y.sum())
    negative_words, positive_words = telling_words(*measures.vocabulary, TOP_WORDS)
    is_noisy = measures.noise > 0
    is_long = measures.words[Level.ADVANCED] >= MIN_WORDS[Level.ADVANCED]
    return Figures(
        data=name,
        data_fingerprint=tweets.fingerprint,
        text_version=TEXT_VERSION,
        usable=usable,
        rows=len(tweets.y),
        negative=len(tweets.y) - positive,
        positive=positive,
        corrupt=tweets.faults.corrupt,
        empty=tweets.faults.empty,
        misread=count_misread(tweets.texts),
        first_faults=tweets.faults.first,
        repetition=repetition(tweets.hashes, tweets.y),
        lengths=[_length(form, measures.words[form]) for form in FORMS],
        only_noise=int((measures.noise == 1).sum()),
        noisiest=_noisy(tweets, measures, np.flatnonzero(is_noisy)),
        noisiest_kept=_noisy(tweets, measures, np.flatnonzero(is_long & is_noisy)),
        marks=[_mark(measures, mark, tweets.y) for mark in Mark],
        negative_words=negative_words,
        positive_words=positive_words,
        span=None if dates is None else _span(dates, tweets.y),
    )


def _length(form: str, words: NDArray[np.int32]) -> Length:
    min_words = 0 if form == RAW else MIN_WORDS[Level(form)]
    after = spread(words[words >= min_words])
    return Length(str(form), min_words, spread(words), after, histogram(words))


def _noisy(tweets: Tweets, measures: Measures, among: NDArray[np.intp]) -> list[NoisyTweet]:
    noise, characters = measures.noise[among], measures.characters[among]
    chosen = among[noisiest(noise, characters, [tweets.texts[row] for row in among], TOP_NOISY)]
    return [
        NoisyTweet(
            tweets.texts[row],
            clean(tweets.texts[row], Level.ADVANCED),
            float(measures.noise[row]),
            int(tweets.y[row]),
        )
        for row in chosen
    ]


def _mark(measures: Measures, mark: Mark, y: NDArray[np.int8]) -> MarkFigures:
    holding = measures.holding[list(Mark).index(mark)]
    shares = (holding / np.bincount(y, minlength=2).clip(1)).tolist()
    negative, positive = measures.marks[mark]
    total = Counter(negative) + positive
    top = sorted(total, key=lambda name: (-total[name], name))[:TOP_MARKS]
    return MarkFigures(
        mark=str(mark),
        occurrences=total.total(),
        distinct=len(total),
        tweets=int(holding.sum()),
        share_of_negative=shares[0],
        share_of_positive=shares[1],
        top=[ByClass(name, negative[name], positive[name]) for name in top],
    )


def _span(dates: NDArray[np.datetime64], y: NDArray[np.int8]) -> Span:
    is_dated = ~np.isnat(dates)
    known = dates[is_dated]
    days = Counter(
        zip(known.astype("M8[D]").astype(str).tolist(), y[is_dated].tolist(), strict=True)
    )
    first, last = (str(time).replace("T", " ") for time in (known.min(), known.max()))
    names = sorted({day for day, _ in days})
    by_day = [ByClass(name, days[name, 0], days[name, 1]) for name in names]
    return Span(first, last, int((~is_dated).sum()), by_day)
