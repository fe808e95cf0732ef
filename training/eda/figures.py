"""Everything the report says, as plain values; `dataclasses.asdict` makes JSON of it."""

from dataclasses import dataclass

from training.eda.statistics import Repetition, Spread, WordOdds


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
