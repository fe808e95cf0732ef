"""Scoring blocks of rows: in this process, or in several, always with the same result."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Self

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.scoring.rows import Row, score_rows
from airparadis.files.table import Block
from airparadis.lib.memo import set_memo_size
from airparadis.ml.contract import Classifier
from airparadis.ml.families import load_classifier

MEMO_SIZE = 1 << 16
"""Results kept of each kind: a file's words come again, and their rare ones are dear."""


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
