"""The words of the radar that tables, rules and pages share."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

TICK: Final = timedelta(minutes=5)
HOUR: Final = timedelta(hours=1)


class Step(StrEnum):
    """The lengths by which tweets are counted."""

    TICK = "tick"
    HOUR = "hour"

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return TICK if self is Step.TICK else HOUR

    def start(self, moment: datetime) -> datetime:
        """When the step that `moment` falls into began."""
        return moment - (moment - datetime.min.replace(tzinfo=UTC)) % self.length


class Signal(StrEnum):
    """What is unusual."""

    NEGATIVE = "negative"
    VOLUME = "volume"
    SHARE = "share"
    DRIFT = "drift"


class Sensitivity(StrEnum):
    """How much it takes to raise the alarm."""

    SENSITIVE = "sensitive"
    BALANCED = "balanced"
    STRICT = "strict"

    @property
    def threshold(self) -> float:
        """The score from which a burst is told, set on 6 April to 10 May 2009 (docs/radar.md)."""
        return {"sensitive": 4.0, "balanced": 5.0, "strict": 7.0}[self.value]


class UploadState(StrEnum):
    """Where a file that was handed in stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen, unless the file is handed in again."""
        return self not in {UploadState.WAITING, UploadState.RUNNING}
