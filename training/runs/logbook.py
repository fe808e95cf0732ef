"""What is known of a training under way, kept beside its checkpoints over an interruption."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from training.families import Workspace

PROGRESS_NAME = "progress.json"


class Logbook:
    """Epochs and seconds of a training, those before an interruption included.

    `directory` is the training's own: its name must tell settings and data apart.
    """

    def __init__(self, directory: Path, tell: Callable[[int, Mapping[str, float]], None]) -> None:
        self._directory = directory
        self._tell = tell
        kept = self._read()
        self._seconds_before = float(kept["seconds"])
        self._epochs: dict[int, Mapping[str, float]] = dict(enumerate(kept["epochs"], start=1))
        self._started = time.monotonic()

    @property
    def workspace(self) -> Workspace:
        """What to hand to the fit."""
        return Workspace(self._directory, self._record)

    @property
    def epochs(self) -> tuple[Mapping[str, float], ...]:
        """The figures of every epoch so far, in order."""
        return tuple(self._epochs[epoch] for epoch in sorted(self._epochs))

    @property
    def seconds(self) -> float:
        """Seconds fitted so far; of an interrupted fit, up to its last finished epoch."""
        return self._seconds_before + time.monotonic() - self._started

    def retell(self) -> None:
        """Tell of the epochs that were finished before an interruption."""
        for epoch in sorted(self._epochs):
            self._tell(epoch, self._epochs[epoch])

    def _record(self, epoch: int, figures: Mapping[str, float]) -> None:
        self._epochs[epoch] = dict(figures)
        kept = {"seconds": self.seconds, "epochs": self.epochs}
        self._directory.mkdir(parents=True, exist_ok=True)
        partial = self._directory / f"{PROGRESS_NAME}.partial"
        partial.write_text(json.dumps(kept), "utf-8")
        partial.replace(self._directory / PROGRESS_NAME)
        self._tell(epoch, figures)

    def _read(self) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads((self._directory / PROGRESS_NAME).read_bytes())
        except FileNotFoundError:
            return {"seconds": 0.0, "epochs": []}
        return kept
