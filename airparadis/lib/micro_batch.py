"""Dynamic batching of concurrent calls, as inference servers do it."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MAX_BATCH = 64
STUCK_SECONDS = 1.0


class MicroBatcher(Generic[Item, Result]):
    """Batch concurrent calls: the first idle caller runs the work for everyone queued; the rest
    block until it is done.

    Nobody waits for company: a lone caller runs at once, and batches grow with the load. A batch
    that fails is run again item by item, each by its own caller. A caller who finds the batch
    before it stuck runs alone; an item already handed to `work` stays there, for only `work` knows
    whether it can be taken back.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        *,
        is_common: Callable[[BaseException], bool] = lambda _: False,
        max_batch: int = MAX_BATCH,
        stuck_seconds: float = STUCK_SECONDS,
    ) -> None:
        """
        Args:
            work: returns a result for each item, in order. May be called by several threads at
                once, though it is so only after a failure or while a batch is stuck.
            is_common: whether an error would meet each item alone as well, so that running them
                again is pointless.
            max_batch: items of one call of `work`.
            stuck_seconds: how long a batch may take before new callers stop waiting for it.
        """
        self._work = work
        self._is_common = is_common
        self._max_batch = max_batch
        self._stuck_seconds = stuck_seconds
        self._lock = threading.Lock()
        self._queue: deque[_Call[Item, Result]] = deque()
        self._busy_since: float | None = None

    def run(self, item: Item) -> Result:
        """Return the result of `item`; raises what `work` raised for it."""
        call: _Call[Item, Result] = _Call(item)
        if self._leads_after_waiting(call):
            self._lead(self._take(call))
        if call.is_done:
            return call.outcome()
        [result] = self._work([item])  # left on its own
        return result

    def _leads_after_waiting(self, call: "_Call[Item, Result]") -> bool:
        """Queue the call; True once it is its caller's turn to run a batch."""
        with self._lock:
            if self._busy_since is None:
                self._busy_since = time.monotonic()
                return True
            if time.monotonic() - self._busy_since > self._stuck_seconds:
                return False
            self._queue.append(call)
        if not call.wait(self._stuck_seconds) and not self._leave(call):
            call.wait()
        return call.leads

    def _leave(self, call: "_Call[Item, Result]") -> bool:
        with self._lock:
            if call not in self._queue:
                return False  # its batch has begun, or it is to lead one
            self._queue.remove(call)
            return True

    def _take(self, call: "_Call[Item, Result]") -> list["_Call[Item, Result]"]:
        with self._lock:
            self._busy_since = time.monotonic()
            n_others = min(len(self._queue), self._max_batch - 1)
            return [call, *(self._queue.popleft() for _ in range(n_others))]

    def _lead(self, batch: Sequence["_Call[Item, Result]"]) -> None:
        try:
            results = self._work([call.item for call in batch])
            outcomes = list(zip(batch, results, strict=True))
        except BaseException as error:
            self._hand_over()
            is_final = len(batch) == 1 or self._is_common(error)
            for call in batch:
                call.end(error=error if is_final else None)
            return
        self._hand_over()
        for call, result in outcomes:
            call.end(result)

    def _hand_over(self) -> None:
        """Let the caller who has waited longest run the next batch."""
        with self._lock:
            if self._queue:
                self._busy_since = time.monotonic()
                self._queue.popleft().lead()
            else:
                self._busy_since = None


class _Call(Generic[Item, Result]):
    """One caller's item and what became of it."""

    __slots__ = ("_error", "_results", "_woken", "item", "leads")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.leads = False
        self._results: tuple[Result, ...] = ()
        self._error: BaseException | None = None
        self._woken = threading.Lock()  # a third of the cost of an Event
        self._woken.acquire()

    @property
    def is_done(self) -> bool:
        return bool(self._results) or self._error is not None

    def wait(self, seconds: float = -1) -> bool:
        return self._woken.acquire(timeout=seconds)

    def lead(self) -> None:
        self.leads = True
        self._woken.release()

    def end(self, *results: Result, error: BaseException | None = None) -> None:
        """Wake the caller; with neither a result nor an error, it has to run alone."""
        self._results, self._error = results, error
        self._woken.release()

    def outcome(self) -> Result:
        if self._error is not None:
            raise self._error
        [result] = self._results
        return result
