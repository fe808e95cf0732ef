"""Epochs and seconds of a training under way, stored beside its checkpoints."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from training.families import Workspace

PROGRESS_NAME = "progress.json"


class Logbook:
    """Epochs and seconds of a training, those before an interruption included.

    `directory` is the training's own: its name must identify settings and data.
    """

    def __init__(
        self, directory: Path, on_epoch: Callable[[int, Mapping[str, float]], None]
    ) -> None:
        self._directory = directory
        self._on_epoch = on_epoch
        self._seconds_before = 0.0
        self._epochs: dict[int, Mapping[str, float]] = {}
        if (directory / PROGRESS_NAME).exists():
            stored = json.loads((directory / PROGRESS_NAME).read_bytes())
            self._seconds_before = float(stored["seconds"])
            self._epochs = dict(enumerate(stored["epochs"], start=1))
        self._started = time.monotonic()

    @property
    def workspace(self) -> Workspace:
        """Workspace of the fit."""
        return Workspace(self._directory, self._record)

    @property
    def epochs(self) -> tuple[Mapping[str, float], ...]:
        """Figures of every epoch so far, in order."""
        return tuple(self._epochs[epoch] for epoch in sorted(self._epochs))

    @property
    def seconds(self) -> float:
        """Seconds fitted so far; of an interrupted fit, up to its last finished epoch."""
        return self._seconds_before + time.monotonic() - self._started

    def replay(self) -> None:
        """Report the epochs that were finished before an interruption."""
        for number, figures in enumerate(self.epochs, start=1):
            self._on_epoch(number, figures)

    def _record(self, epoch: int, figures: Mapping[str, float]) -> None:
        self._epochs[epoch] = dict(figures)
        progress = {"seconds": self.seconds, "epochs": self.epochs}
        self._directory.mkdir(parents=True, exist_ok=True)
        partial = self._directory / f"{PROGRESS_NAME}.partial"
        partial.write_text(json.dumps(progress), "utf-8")
        partial.replace(self._directory / PROGRESS_NAME)
        self._on_epoch(epoch, figures)
