"""The child: `python -m airparadis.files.process.child`, started by `parent` and nobody else.

It reads one file, says what it finds on its standard output, and ends with its parent, whose end of
its standard input closes then.
"""

import os
import pickle
import resource
import sys
import threading
from collections.abc import Iterator
from typing import IO

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import Limits
from airparadis.files.opening import open_stream
from airparadis.files.process.messages import Ended, Failed, Message, Opened, Request, Rows, send

_GRACE = 5
"""Seconds of processor time between the signal that ends a child and the one that must."""


def main() -> None:
    """Read the file that standard input asks for."""
    request: Request = pickle.load(sys.stdin.buffer)  # noqa: S301 (our own parent's words)
    limit(request.limits)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with _results() as results:
        try:
            for message in messages(request):
                send(results, message)
        except BrokenPipeError:
            os._exit(1)


def messages(request: Request) -> Iterator[Message]:
    """Say what is in the file, or why it is refused; whatever a reader raises is a refusal."""
    try:
        with open(request.descriptor, "rb") as file:  # noqa: PTH123 (a descriptor)
            source = open_stream(file, request.name, request.size, request.options)
            yield Opened(source.layout, source.sample())
            for block in source.blocks():
                yield Rows(block, source.progress)
            yield Ended(source.notes)
    except FileError as error:
        yield Failed(error.fault, error.detail)
    except MemoryError:
        yield Failed(FileFault.MEMORY, f"{request.limits.memory_mb:,}")
    except Exception as error:
        yield Failed(FileFault.UNREADABLE, _one_line(error))


def limit(limits: Limits) -> None:
    """Have the kernel keep this process to its limits; one that it does not know is left out."""
    seconds, memory = limits.processor_seconds, limits.memory_mb * 1_000_000
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, seconds, seconds + _GRACE),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):  # macOS has no limit of address space
            continue


def _results() -> IO[bytes]:
    """Return standard output for messages; what libraries print must not get among them."""
    results = os.fdopen(os.dup(1), "wb", 1 << 20)
    os.dup2(2, 1)
    return results


def _end_with_parent() -> None:
    os.read(0, 1)
    os._exit(1)


def _one_line(error: Exception) -> str:
    said = str(error).partition("\n")[0][:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


if __name__ == "__main__":
    main()
