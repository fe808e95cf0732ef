"""Checkpoints of a training: what was fitted, and how many of its parts are done."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer


def write(path: Path, state: Mapping[str, Any], done: int) -> None:
    """Replace a checkpoint in one step: one cut short never counts."""
    partial = path.with_suffix(".partial")
    torch.save({**state, "done": done}, partial)
    partial.replace(path)


def read(path: Path) -> tuple[Mapping[str, Any], int] | None:
    """Return the state and the number of parts done; None if there is no checkpoint."""
    if not path.exists():
        return None
    state = torch.load(path, weights_only=False)
    return state, int(state["done"])


def write_network(
    path: Path, network: nn.Module, optimisers: Sequence[Optimizer], done: int
) -> None:
    """Write a network and its optimisers."""
    states = [optimiser.state_dict() for optimiser in optimisers]
    write(path, {"network": network.state_dict(), "optimisers": states}, done)


def resume_network(path: Path, network: nn.Module, optimisers: Sequence[Optimizer]) -> int:
    """Load what `write_network` wrote; return the number of parts done, 0 without a checkpoint."""
    found = read(path)
    if found is None:
        return 0
    state, done = found
    network.load_state_dict(state["network"])
    for optimiser, stored in zip(optimisers, state["optimisers"], strict=True):
        optimiser.load_state_dict(stored)
    return done
