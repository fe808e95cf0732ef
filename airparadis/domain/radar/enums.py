"""Enumerations that the radar's tables, rules and pages share."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

TICK: Final = timedelta(minutes=5)
HOUR: Final = timedelta(hours=1)


class Step(StrEnum):
    """The length of a counting interval."""

    TICK = "tick"
    HOUR = "hour"

    @property
    def length(self) -> timedelta:
        """The length as a duration."""
        return TICK if self is Step.TICK else HOUR

    def start(self, moment: datetime) -> datetime:
        """Return the start of the step around `moment`."""
        return moment - (moment - datetime.min.replace(tzinfo=UTC)) % self.length


class Signal(StrEnum):
    """A kind of unusual activity."""

    NEGATIVE = "negative"
    VOLUME = "volume"
    SHARE = "share"
    DRIFT = "drift"


class Sensitivity(StrEnum):
    """The sensitivity of a stream's alerts."""

    SENSITIVE = "sensitive"
    BALANCED = "balanced"
    STRICT = "strict"

    @property
    def threshold(self) -> float:
        """The score at which a burst is raised, set on 6 April to 10 May 2009 (docs/radar.md)."""
        return {"sensitive": 4.0, "balanced": 5.0, "strict": 7.0}[self.value]


class UploadState(StrEnum):
    """The state of an upload."""

    WAITING = "waiting"
    RUNNING = "running"
    ASKING = "asking"
    """Waiting for its importer: texts of old tweets would be deleted at once."""
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def is_over(self) -> bool:
        """True once processing has ended, unless the file is uploaded again."""
        return self not in {UploadState.WAITING, UploadState.RUNNING, UploadState.ASKING}
