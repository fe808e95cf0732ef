"""Batches: files of tweets scored by a worker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from airparadis.domain.accounts.roles import Permission, Role

WORKER_TIMEOUT = timedelta(minutes=5)
"""A worker without a heartbeat for longer is considered dead."""


class RowFault(StrEnum):
    """A reason why a row has no label."""

    EMPTY = "empty"
    LANGUAGE = "language"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    MALFORMED = "malformed"
    """A row of a CSV file with more cells than the header has."""


RESULT_COLUMNS = (
    *("label", "probability_negative", "probability_positive", "uncertain"),
    *("neutral_probability", "neutral", "language", "reason"),
)
VERSION_COLUMN = "model_version"
PREFIX = "airparadis_"


def added_columns(columns: Collection[str]) -> tuple[str, ...]:
    """Name the columns that a result adds; all get a prefix if one of the names is taken."""
    plain = (*RESULT_COLUMNS, VERSION_COLUMN)
    if not set(plain) & set(columns):
        return plain
    prefix = PREFIX
    while any(prefix + name in columns for name in plain):
        prefix += "_"
    return tuple(prefix + name for name in plain)


class BatchState(StrEnum):
    """The state of a batch."""

    CHECKING = "checking"
    """Uploaded; a worker has yet to examine it."""
    READY = "ready"
    """Waiting for somebody to choose the column."""
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """True once the state is final."""
        return self in {BatchState.DONE, BatchState.FAILED, BatchState.CANCELLED}

    @property
    def is_active(self) -> bool:
        """True while a worker has, or will have, work on it."""
        return self in {BatchState.CHECKING, BatchState.QUEUED, BatchState.RUNNING}


@dataclass(frozen=True, slots=True)
class Limits:
    """The maximum size of a file."""

    rows: int
    megabytes: int

    @property
    def bytes(self) -> int:
        """The size in bytes."""
        return self.megabytes * 1_000_000


def may_manage(role: Role, email: str, requested_by: str) -> bool:
    """Return whether an account may stop or delete a batch or upload: its own, or any.

    An administrator may any: a colleague may be away.
    """
    return role.may(Permission.MANAGE_ALL_BATCHES) or email == requested_by
