"""Scoring blocks of rows: in this process, or in several, always with the same result."""

import gc
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, fields
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, Self

from airparadis.domain.batches.batch import RowFault, added_columns
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.domain.predictions.tweet import InvalidTweetError, TweetFault, parse_tweet
from airparadis.files.table import Added, Block
from airparadis.lib.blas_threads import single_blas_thread
from airparadis.lib.memo import set_memo_size
from airparadis.ml.contract import Classifier
from airparadis.ml.families import load_classifier
from airparadis.ml.scoring import Probabilities, Score, score, scored
from airparadis.text.language import Language

REPLACED = "\ufffd"
MEMO_SIZE = 1 << 16
"""Results kept of each kind: a file's words come again, and their rare ones are dear."""

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
    tweets = [each for each in checked if not isinstance(each, RowFault)]
    with single_blas_thread():
        scores = iter(score(classifier, tweets))
    return [
        Row(None, None, None, each) if isinstance(each, RowFault) else _row(next(scores))
        for each in checked
    ]


@dataclass(frozen=True, slots=True)
class Columns:
    """What a block's result adds, column by column, each as long as the block."""

    label: Sequence[str | None]
    probability_negative: Sequence[float | None]
    probability_positive: Sequence[float | None]
    uncertain: Sequence[bool]
    neutral_probability: Sequence[float | None]
    neutral: Sequence[bool | None]
    language: Sequence[str | None]
    reason: Sequence[str | None]
    model_version: Sequence[str]

    def cells(self) -> tuple[Sequence[Any], ...]:
        """Return the columns in the order of `added_to`."""
        return tuple(getattr(self, column.name) for column in fields(self))


def added_to(columns: Collection[str]) -> tuple[Added, ...]:
    """Return the columns that a result adds to others."""
    kinds = (str, float, float, bool, float, bool, str, str, str)
    return tuple(
        Added(name, kind) for name, kind in zip(added_columns(columns), kinds, strict=True)
    )


def columns_of(rows: Sequence[Row], version: str, uncertain_below: float) -> Columns:
    """Return what rows add to the result."""
    scores = [
        None
        if row.positive is None
        else scored(Probabilities(row.positive, row.neutral), uncertain_below)
        for row in rows
    ]
    return Columns(
        label=[None if each is None or each.label is None else each.label.value for each in scores],
        probability_negative=[None if row.positive is None else 1 - row.positive for row in rows],
        probability_positive=[row.positive for row in rows],
        uncertain=[each is not None and each.uncertain for each in scores],
        neutral_probability=[row.neutral for row in rows],
        neutral=[None if each is None else each.neutral for each in scores],
        language=[None if row.language is None else row.language.value for row in rows],
        reason=[None if row.fault is None else row.fault.value for row in rows],
        model_version=[version] * len(rows),
    )


@dataclass(frozen=True, slots=True)
class Tweets:
    """A block of rows and the texts in it that are to be scored."""

    block: Block
    texts: Sequence[str | None]

    @classmethod
    def of(cls, block: Block, place: int) -> Self:
        """Take the texts of a column."""
        return cls(block, block.texts(place))

    @property
    def malformed(self) -> frozenset[int]:
        """Places in the block of rows that cannot be read with certainty."""
        return frozenset(self.block.flaws)


@dataclass
class Counts:
    """What a result holds."""

    rows: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    uncertain: int = 0
    neutral: int = 0
    """Those of the labelled that more likely express no opinion."""
    reasons: Counter[str] = field(default_factory=Counter)
    replaced: int = 0
    """Tweets with characters that could not be decoded, which are scored all the same."""

    def add(self, texts: Sequence[str | None], columns: Columns) -> None:
        """Count a block."""
        self.rows += len(texts)
        self.labels.update(label for label in columns.label if label)
        self.uncertain += sum(columns.uncertain)
        self.neutral += sum(map(bool, columns.neutral))
        self.reasons.update(reason for reason in columns.reason if reason)
        self.replaced += sum(text is not None and REPLACED in text for text in texts)

    def as_json(self) -> dict[str, object]:
        """For a manifest or a table."""
        return {
            "rows": self.rows,
            "labels": dict(self.labels),
            "uncertain": self.uncertain,
            "neutral": self.neutral,
            "reasons": dict(self.reasons),
            "replaced": self.replaced,
        }


def score_blocks(
    directory: Path, blocks: Iterable[Tweets], processes: int
) -> Iterator[tuple[Tweets, list[Row]]]:
    """Score blocks on so many processes, in order; only a few are held at a time.

    Raises:
        ArtifactError: the model in `directory` cannot be verified.
        FileError: a process ended unexpectedly.
    """
    if processes == 1:
        _load(directory)
        for tweets in blocks:
            yield tweets, _score(tweets.texts, tweets.malformed)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (directory,)) as pool:
        yield from _spread(pool, blocks, 2 * processes)


def _spread(
    pool: ProcessPoolExecutor, blocks: Iterable[Tweets], ahead: int
) -> Iterator[tuple[Tweets, list[Row]]]:
    waiting: deque[tuple[Tweets, Future[list[Row]]]] = deque()
    try:
        for tweets in blocks:
            waiting.append((tweets, pool.submit(_score, tweets.texts, tweets.malformed)))
            if len(waiting) > ahead:
                done, future = waiting.popleft()
                yield done, future.result()
        while waiting:
            done, future = waiting.popleft()
            yield done, future.result()
    except BrokenProcessPool:
        raise FileError(FileFault.MODEL, "a scoring process ended unexpectedly") from None
    finally:
        for _, future in waiting:
            future.cancel()


def _tweet(text: str | None) -> str | RowFault:
    try:
        return parse_tweet(text or "")
    except InvalidTweetError as error:
        return _FAULTS[error.fault]


def _row(each: Score) -> Row:
    fault = None if each.reason is None else RowFault(each.reason.value)
    return Row(each.probability_positive, each.neutral_probability, each.language, fault)


_classifiers: list[Classifier] = []


def _load(directory: Path) -> None:
    """Load a model that the caller has verified, pickle or not."""
    _classifiers[:] = [load_classifier(directory, allow_joblib=True)]


def _begin(directory: Path) -> None:
    """A process that only scores may remember more words than a web worker."""
    set_memo_size(MEMO_SIZE)
    _load(directory)
    gc.freeze()  # what a model holds is no garbage: it need not be walked again and again


def _score(texts: Sequence[str | None], malformed: frozenset[int]) -> list[Row]:
    return score_rows(_classifiers[0], texts, malformed)
