"""Preparing tweets in several processes: scoring is what an import waits for."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, TypeVar

from airparadis.classifier import load_classifier
from airparadis.radar.incoming import IncomingTweet
from airparadis.services.radar.preparing import Prepared, Preparer, Watched

T = TypeVar("T")
Batch = tuple[T, Sequence[IncomingTweet]]
"""What belongs to a batch, and its tweets."""

_AHEAD = 2
"""Batches that wait for each process: enough never to idle, few enough for any memory."""


class PreparingPool(Generic[T]):
    """Prepares batches in `processes` processes, each with a model of its own."""

    def __init__(self, model_dir: Path, streams: Watched, processes: int) -> None:
        # A forked process would share the database's connections.
        self._executor = ProcessPoolExecutor(
            processes, get_context("spawn"), _load, (model_dir, streams)
        )
        self._most = processes * (1 + _AHEAD)

    def __enter__(self) -> "PreparingPool[T]":
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(cancel_futures=True)

    def prepare(self, batches: Iterable[Batch[T]]) -> Iterator[tuple[T, list[Prepared]]]:
        """The batches in order, each as soon as it and those before it are done."""
        waiting = deque[tuple[T, Future[list[Prepared]]]]()
        for belonging, tweets in batches:
            waiting.append((belonging, self._executor.submit(_prepare, tweets)))
            if len(waiting) >= self._most:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()


_preparer: Preparer | None = None


def _load(model_dir: Path, streams: Watched) -> None:
    global _preparer
    _preparer = Preparer(load_classifier(model_dir), streams)


def _prepare(tweets: Sequence[IncomingTweet]) -> list[Prepared]:
    assert _preparer is not None  # noqa: S101 (`_load` ran before)
    return _preparer.prepare(tweets)
