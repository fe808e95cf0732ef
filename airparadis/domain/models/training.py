"""Trainings as the application sees them: queued, run by a worker, over."""

from datetime import datetime, timedelta
from enum import StrEnum

SILENCE = timedelta(minutes=2)
"""A worker that has not been heard of for so long is gone."""


class JobState(StrEnum):
    """Where a training stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self in {JobState.DONE, JobState.FAILED}


def is_abandoned(state: JobState, heard_at: datetime | None, now: datetime) -> bool:
    """Whether the worker that ran a training is gone."""
    return state is JobState.RUNNING and (heard_at is None or now - heard_at > SILENCE)
