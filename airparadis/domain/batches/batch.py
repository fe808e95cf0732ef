"""Batches as the application sees them: a file of tweets that a worker scores."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from airparadis.domain.accounts.policy import Role

SILENCE = timedelta(minutes=5)
"""A worker that has not been heard of for so long is gone."""


class RowFault(StrEnum):
    """Why a row has no label."""

    EMPTY = "empty"
    LANGUAGE = "language"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    MALFORMED = "malformed"
    """A row of a CSV file with more cells than the header has."""


ADDED = ("label", "probability_negative", "probability_positive", "uncertain", "reason")
VERSION = "model_version"
PREFIX = "airparadis_"


def added_columns(columns: Collection[str]) -> tuple[str, ...]:
    """Names of the columns that a result adds; all prefixed if one of them is taken already."""
    plain = (*ADDED, VERSION)
    if not set(plain) & set(columns):
        return plain
    prefix = PREFIX
    while any(prefix + name in columns for name in plain):
        prefix += "_"
    return tuple(prefix + name for name in plain)


class BatchState(StrEnum):
    """Where a batch stands."""

    CHECKING = "checking"
    """Uploaded; a worker is to look what it is."""
    READY = "ready"
    """Waits for somebody to choose the column."""
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self in {BatchState.DONE, BatchState.FAILED, BatchState.CANCELLED}

    @property
    def is_moving(self) -> bool:
        """Whether a worker has or will have something to do."""
        return self in {BatchState.CHECKING, BatchState.QUEUED, BatchState.RUNNING}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may have."""

    rows: int
    megabytes: int

    @property
    def bytes(self) -> int:
        """The size, in bytes."""
        return self.megabytes * 1_000_000


def may_manage(role: Role, email: str, requested_by: str) -> bool:
    """Whether an account may cancel or delete a batch: its own, or any as administrator."""
    return role.includes(Role.ADMINISTRATOR) or email == requested_by
