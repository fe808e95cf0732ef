"""State of a training as a file, from which an interrupted one resumes exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import inf
from pathlib import Path
from typing import Any, TypeAlias

import torch
from torch import Tensor
from torch.optim import Optimizer

from training.errors import TrainingError

Weights: TypeAlias = Mapping[str, Tensor]


@dataclass
class Progress:
    """Progress of a training.

    `epoch` counts from 1, `batch` within it from 0; both are of the next batch. `loss` and
    `seconds` are of the current epoch.
    """

    epoch: int = 1
    batch: int = 0
    loss: float = 0.0
    seconds: float = 0.0
    best_loss: float = inf
    best_epoch: int = 0
    finished: bool = False


@dataclass(frozen=True)
class Checkpoint:
    """One file of one fit; `fit` is a digest of its settings and data."""

    path: Path
    fit: str

    def write(
        self,
        progress: Progress,
        network: Weights,
        best: Weights,
        optimisers: Sequence[Optimizer],
    ) -> None:
        """Replace the file, in one step: one cut short never counts."""
        state = {
            "fit": self.fit,
            "progress": asdict(progress),
            "network": network,
            "best": best,
            "optimisers": [optimiser.state_dict() for optimiser in optimisers],
            "random": torch.get_rng_state(),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.path)

    def read(self) -> dict[str, Any] | None:
        """Read the state, `progress` as `Progress`; None where there is nothing to resume.

        A finished fit of other settings or data is ignored. Raises `TrainingError` on an unfinished
        one, which a mistyped option must not overwrite, and on other files.
        """
        if not self.path.exists():
            return None
        try:
            state: dict[str, Any] = torch.load(self.path, weights_only=True)
            progress = Progress(**state["progress"])
        except Exception as error:  # torch.load raises what it likes on files not its own
            raise TrainingError(f"{self.path} is not a checkpoint of lstm; remove it") from error
        if state["fit"] == self.fit:
            return state | {"progress": progress}
        if progress.finished:
            return None
        raise TrainingError(
            f"{self.path} is an unfinished training with other settings or data: "
            "resume with those, or remove it"
        )
