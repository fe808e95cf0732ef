"""From what was measured to the figures the report says."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from airparadis.text.cleaning import MIN_WORDS, TEXT_VERSION, Level, clean
from training.data.tweets import Tweets
from training.eda.figures import Day, Figures, Length, MarkCount, MarkFigures, NoisyTweet, Span
from training.eda.measures import FORMS, RAW, ByClass, Mark, Measures
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
    """Put together the figures of tweets, out of the `usable` ones, from what was measured."""
    positive = int(tweets.y.sum())
    negative_words, positive_words = telling_words(*measures.vocabulary, TOP_WORDS)
    kept = measures.words[Level.ADVANCED] >= MIN_WORDS[Level.ADVANCED]
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
        noisiest=_noisy(tweets, measures, np.flatnonzero(measures.noise > 0)),
        noisiest_kept=_noisy(tweets, measures, np.flatnonzero(kept & (measures.noise > 0))),
        marks=_marks(measures, np.bincount(tweets.y, minlength=2).clip(1)),
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


def _marks(measures: Measures, rows: NDArray[np.intp]) -> list[MarkFigures]:
    figures = []
    for mark, holding in zip(Mark, measures.holding, strict=True):
        total = Counter(measures.marks[mark][0]) + measures.marks[mark][1]
        figures.append(
            MarkFigures(
                mark=str(mark),
                occurrences=total.total(),
                distinct=len(total),
                tweets=int(holding.sum()),
                share_of_negative=float(holding[0] / rows[0]),
                share_of_positive=float(holding[1] / rows[1]),
                top=_commonest(total, measures.marks[mark]),
            )
        )
    return figures


def _commonest(total: Counter[str], by_class: ByClass) -> list[MarkCount]:
    names: Sequence[str] = sorted(total, key=lambda name: (-total[name], name))[:TOP_MARKS]
    return [MarkCount(name, by_class[0][name], by_class[1][name]) for name in names]


def _span(dates: NDArray[np.datetime64], y: NDArray[np.int8]) -> Span:
    dated = ~np.isnat(dates)
    known = dates[dated]
    days, number = np.unique(known.astype("datetime64[D]"), return_inverse=True)
    positive = np.bincount(number, weights=y[dated], minlength=len(days)).astype(int)
    both = np.bincount(number, minlength=len(days))
    return Span(
        first=_spoken(known.min()),
        last=_spoken(known.max()),
        undated=int((~dated).sum()),
        days=[
            Day(str(day), int(all_ - good), int(good))
            for day, all_, good in zip(days, both, positive, strict=True)
        ],
    )


def _spoken(time: np.datetime64) -> str:
    return str(time).replace("T", " ")
