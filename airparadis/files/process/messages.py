"""Messages from a child to its parent, of bounded length, one after the other."""

import pickle
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from airparadis.domain.file_faults import FileFault
from airparadis.files.bounds import Limits
from airparadis.files.notes import Notes
from airparadis.files.table import Block, Layout, ReadOptions

HEADER = struct.Struct(">I")
MAX_MESSAGE = 256_000_000
"""Bytes; a block holds a few million characters and one row more."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a child to read a file."""

    name: str
    """Display name of the file."""
    descriptor: int
    """Descriptor of the open file, which the child inherits."""
    size: int | None
    """Size in bytes, None for a pipe."""
    options: ReadOptions
    limits: Limits


@dataclass(frozen=True, slots=True)
class Opened:
    """The first message: how the file is read, and its first rows."""

    layout: Layout
    sample: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, and the share of the file that is read."""

    block: Block
    progress: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The last message of a file that was read to its end."""

    notes: Notes


@dataclass(frozen=True, slots=True)
class Failed:
    """The last message of a file that is refused."""

    fault: FileFault
    detail: str


Message = Opened | Rows | Ended | Failed


def send(file: IO[bytes], message: Message) -> None:
    """Write a message."""
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    file.write(HEADER.pack(len(content)))
    file.write(content)
    file.flush()
