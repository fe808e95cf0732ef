"""Preparing tweets in several processes: scoring is what an import waits for."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, TypeVar

from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.ml.families import load_classifier
from airparadis.services.radar.preparing import (
    Found,
    Prepared,
    Preparer,
    Said,
    Watched,
    put_together,
)

T = TypeVar("T")
Batch = tuple[T, Sequence[IncomingTweet]]
"""A batch: the caller's value, and its tweets."""

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
        waiting = deque[_Waiting[T]]()
        for belonging, tweets in batches:
            said = [(tweet.text, tweet.language, tweet.source) for tweet in tweets]
            waiting.append(_Waiting(belonging, tweets, self._executor.submit(_find, said)))
            if len(waiting) >= self._most:
                yield waiting.popleft().over()
        for batch in waiting:
            yield batch.over()


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    """A batch that is being worked on. Only texts leave for it, and only what is found returns."""

    belonging: T
    tweets: Sequence[IncomingTweet]
    future: Future[tuple[str, list[Found]]]

    def over(self) -> tuple[T, list[Prepared]]:
        version, found = self.future.result()
        return self.belonging, put_together(self.tweets, found, version)


_preparer: Preparer | None = None


def _load(model_dir: Path, streams: Watched) -> None:
    """Load the model that the process above has verified, pickle or not."""
    global _preparer
    _preparer = Preparer(load_classifier(model_dir, allow_joblib=True), streams)


def _find(said: Sequence[Said]) -> tuple[str, list[Found]]:
    assert _preparer is not None  # noqa: S101 (`_load` ran before)
    return _preparer.version, _preparer.find(said)
