"""Figures of the report as plain values; `dataclasses.asdict` makes JSON of them."""

from dataclasses import dataclass

from training.eda.statistics import Repetition, Spread, WordOdds


@dataclass(frozen=True)
class Length:
    """Words of one form of the tweets, with and without rows under `min_words`."""

    form: str
    min_words: int
    before: Spread | None
    after: Spread | None
    histogram: list[int]


@dataclass(frozen=True)
class NoisyTweet:
    """A tweet, the same cleaned at `Level.ADVANCED`, and the share that cleaning removed."""

    text: str
    cleaned: str
    noise: float
    label: int


@dataclass(frozen=True)
class ByClass:
    """Number of occurrences in tweets of each class; `name` is a mark or a date."""

    name: str
    negative: int
    positive: int


@dataclass(frozen=True)
class MarkFigures:
    """Marks of one kind: occurrences, distinct ones, tweets with any, the most frequent."""

    mark: str
    occurrences: int
    distinct: int
    tweets: int
    share_of_negative: float
    share_of_positive: float
    top: list[ByClass]


@dataclass(frozen=True)
class Span:
    """First and last time in the file's zone, rows without a time, and tweets by day."""

    first: str
    last: str
    undated: int
    days: list[ByClass]


@dataclass(frozen=True)
class Figures:
    """Findings of one exploration; of the `usable` rows of the file it looked at `rows`."""

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
