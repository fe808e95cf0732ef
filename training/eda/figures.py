"""Everything the report says, as plain values; `dataclasses.asdict` makes JSON of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from airparadis.text import MIN_WORDS, TEXT_VERSION, Level, clean
from training.data import Tweets
from training.eda.measures import FORMS, RAW, ByClass, Mark, Measures
from training.eda.statistics import (
    Repetition,
    Spread,
    WordOdds,
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


@dataclass(frozen=True)
class Length:
    """Words of one form of the tweets, before and after rows under `min_words` are left out."""

    form: str
    min_words: int
    before: Spread | None
    after: Spread | None
    histogram: list[int]


@dataclass(frozen=True)
class NoisyTweet:
    """A tweet, what cleaning at `Level.ADVANCED` leaves of it, and the share it took away."""

    text: str
    cleaned: str
    noise: float
    label: int


@dataclass(frozen=True)
class MarkCount:
    """How often one mark stands in tweets of each class."""

    name: str
    negative: int
    positive: int


@dataclass(frozen=True)
class MarkFigures:
    """Marks of one kind: how many, how many kinds of it, tweets with any, shares, the commonest."""

    mark: str
    occurrences: int
    distinct: int
    tweets: int
    share_of_negative: float
    share_of_positive: float
    top: list[MarkCount]


@dataclass(frozen=True)
class Day:
    """Tweets of each class on one day."""

    date: str
    negative: int
    positive: int


@dataclass(frozen=True)
class Span:
    """First and last time in the file's zone, rows without a time, and tweets a day."""

    first: str
    last: str
    undated: int
    days: list[Day]


@dataclass(frozen=True)
class Figures:
    """What one exploration found; of the `usable` rows of the file it looked at `rows`."""

    data: str
    data_fingerprint: str
    text_version: int
    usable: int
    rows: int
    negative: int
    positive: int
    corrupt: int
    empty: int
    misread: int
    first_faults: list[tuple[int, str]]
    repetition: Repetition
    lengths: list[Length]
    only_noise: int
    noisiest: list[NoisyTweet]
    noisiest_kept: list[NoisyTweet]
    marks: list[MarkFigures]
    negative_words: list[WordOdds]
    positive_words: list[WordOdds]
    span: Span | None


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
