"""The parent's side: starts a child, waits for what it reads, and ends it."""

import os
import pickle
import select
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import Limits
from airparadis.files.notes import Notes
from airparadis.files.process.messages import (
    HEADER,
    MAX_MESSAGE,
    Ended,
    Failed,
    Message,
    Opened,
    Request,
    Rows,
)
from airparadis.files.process.spawn import start
from airparadis.files.table import GUESS_ALL, Block, Layout, ReadOptions

POLL_SECONDS = 0.5
"""Default time to wait for the child's next message."""

_PIECE = 1 << 20


class TableProcess:
    """A file that a child reads, some rows at a time, while its parent may do other things.

    The child is started from nothing, never forked: threads and locks of a server stay out of it.
    """

    def __init__(
        self,
        file: IO[bytes],
        name: str,
        size: int | None,
        options: ReadOptions = GUESS_ALL,
        limits: Limits | None = None,
    ) -> None:
        """Start to read.

        Args:
            file: open for reading; the child has a descriptor of its own.
            name: of the file.
            size: in bytes, None for a pipe.
            options: how it is to be read.
            limits: what reading it may take.
        """
        self.layout: Layout | None = None
        self.sample: Sequence[Sequence[Any]] = ()
        self.notes = Notes()
        self.progress = 0.0
        self.is_over = False
        self._limits = limits or Limits()
        self._waited = 0.0
        self._received = bytearray()
        descriptor = os.dup(file.fileno())  # that of a pipe may be 0, which the child needs
        try:
            self._child = start(Request(name, descriptor, size, options, self._limits))
        finally:
            os.close(descriptor)
        assert self._child.stdout is not None  # noqa: S101 (narrows)
        self._output = self._child.stdout.fileno()
        os.set_blocking(self._output, False)

    @property
    def pid(self) -> int:
        """The child's number."""
        return self._child.pid

    def receive(self, seconds: float = POLL_SECONDS) -> Block | None:
        """Wait for what comes next: a block of rows, or None.

        None comes with the layout, with the end, and when nothing has come for so many seconds.

        Raises:
            FileError: the file is refused, or its reader took too much or ended.
        """
        if self.is_over:
            return None
        message = self._message(seconds)
        if isinstance(message, Rows):
            self.progress = message.progress
            return message.block
        if isinstance(message, Opened):
            self.layout, self.sample = message.layout, message.sample
        elif isinstance(message, Ended):
            self.notes, self.is_over, self.progress = message.notes, True, 1.0
            self.close()
        elif isinstance(message, Failed):
            self.close()
            raise FileError(message.fault, message.detail)
        return None

    def close(self) -> None:
        """End the child, whatever it does."""
        self.is_over = True
        self._child.kill()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        self._child.wait()

    def _message(self, seconds: float) -> Message | None:
        until = time.monotonic() + seconds
        while (message := self._whole_message()) is None:
            left = until - time.monotonic()
            if left <= 0 or not self._read(left):
                return None
        self._waited = 0.0
        return message

    def _read(self, seconds: float) -> bool:
        """Read what the child has written, waiting so long for it; whether there was anything."""
        began = time.monotonic()
        poll = select.poll()
        poll.register(self._output, select.POLLIN | select.POLLHUP)
        if not poll.poll(seconds * 1_000):
            self._waited += time.monotonic() - began
            if self._waited > self._limits.patience:
                self.close()
                raise FileError(FileFault.TIME, f"{self._limits.patience:.0f}")
            return False
        self._waited += time.monotonic() - began
        piece = os.read(self._output, _PIECE)
        if not piece:
            raise self._death()
        self._received += piece
        return True

    def _whole_message(self) -> Message | None:
        if len(self._received) < HEADER.size:
            return None
        (length,) = HEADER.unpack_from(self._received)
        if length > MAX_MESSAGE:
            self.close()
            raise FileError(FileFault.MEMORY, f"{MAX_MESSAGE // 1_000_000:,}")
        end = HEADER.size + length
        if len(self._received) < end:
            return None
        message: Message = pickle.loads(memoryview(self._received)[HEADER.size : end])  # noqa: S301
        del self._received[:end]
        return message

    def _death(self) -> FileError:
        """Say why a child ended without a last message."""
        code = self._child.wait()
        self.close()
        if code == -signal.SIGXCPU:
            return FileError(FileFault.TIME, f"{self._limits.processor_seconds:,}")
        if code == -signal.SIGKILL:  # the kernel's, where memory is short
            return FileError(FileFault.MEMORY, f"{self._limits.memory_mb:,}")
        name = signal.Signals(-code).name if code < 0 else f"exit {code}"
        return FileError(FileFault.CRASHED, name)
