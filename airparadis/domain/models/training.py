"""Training jobs: their states and the progress that their log shows."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

WORKER_TIMEOUT = timedelta(minutes=2)
"""A worker without a heartbeat for longer is considered dead."""

_BAR = re.compile(r"^(?P<stage>[^|%]+?):\s+(?P<percent>\d{1,3})%\|")
"""A bar drawn by tqdm: `fit:  62%|██████▏   | 93/150 [00:55<00:40,  1.42 steps/s]`."""


class JobState(StrEnum):
    """The state of a training."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """True once the state is final."""
        return self in {JobState.DONE, JobState.FAILED}


class Stage(NamedTuple):
    """A stage of a training, and how much of it is done."""

    name: str
    percent: int


def is_abandoned(state: JobState, heard_at: datetime | None, now: datetime) -> bool:
    """Return whether the worker that ran a training is dead."""
    return state is JobState.RUNNING and (heard_at is None or now - heard_at > WORKER_TIMEOUT)


def parse_stage(line: str) -> Stage | None:
    """Parse the line of a progress bar; None for any other line."""
    bar = _BAR.match(line)
    return Stage(bar["stage"], min(int(bar["percent"]), 100)) if bar else None
