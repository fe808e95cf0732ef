"""Micro-batching: one thread does the work of all threads that wait."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Job(Generic[T]):
    items: Sequence[T]
    is_done: bool = False
    error: BaseException | None = None


class MicroBatcher(Generic[T]):
    """Batch concurrent calls.

    The first idle caller runs the work for everyone queued; the rest block until it is done.
    """

    def __init__(self, do: Callable[[list[T]], None]) -> None:
        """Take `do`, called by one thread at a time; its error reaches all whose items it had."""
        self._do = do
        self._turn = threading.Condition()
        self._waiting: list[_Job[T]] = []
        self._is_busy = False

    def add(self, items: Sequence[T]) -> None:
        """Block until `do` has processed all of the items, together and in this order."""
        job = _Job(items)
        with self._turn:
            self._waiting.append(job)
            self._turn.wait_for(lambda: job.is_done or not self._is_busy)
            jobs: list[_Job[T]] = []
            if not job.is_done:
                jobs, self._waiting, self._is_busy = self._waiting, [], True
        if jobs:
            self._do_for(jobs)
        if job.error is not None:
            raise job.error

    def _do_for(self, jobs: Sequence[_Job[T]]) -> None:
        error: BaseException | None = None
        try:
            self._do([item for job in jobs for item in job.items])
        except BaseException as raised:
            error = raised
        with self._turn:
            self._is_busy = False
            for job in jobs:
                job.is_done, job.error = True, error
            self._turn.notify_all()
