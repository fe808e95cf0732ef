"""Tuning MiniLM on labelled tweets, in chunks after each of which it can go on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from training.families.machine import CPU, precision_line
from training.recipe import checkpoint
from training.recipe.drawing import batches_by_length, draw_rows, warm_up_then_decay
from training.recipe.encoder.network import MiniLM, padded
from training.recipe.encoder.optimiser import MixedOptimiser
from training.recipe.settings import EncoderSettings

CHECKPOINT = "encoder.pt"
_ORDER_SEED = 7919

Report = Callable[[str], None]


@dataclass(frozen=True)
class Rows:
    """Tweets as piece numbers, labels 0 to 2, and how often an epoch has each; all of length n."""

    pieces: Sequence[NDArray[np.int32]]
    labels: NDArray[np.int64]
    shares: NDArray[np.float64]


def tune(
    network: MiniLM, rows: Rows, settings: EncoderSettings, checkpoints: Path, report: Report
) -> dict[str, torch.Tensor]:
    """Tune `network`; returns its weights in single precision.

    A chunk of rows is read whole before the checkpoint is written, so a training that was
    interrupted repeats at most `settings.chunk` rows.
    """
    torch.manual_seed(settings.seed)
    network.in_fastest_precision().train()
    report(precision_line(CPU, nn.Linear))
    optimiser = MixedOptimiser(
        network, settings.learning_rate, settings.head_learning_rate, settings.weight_decay
    )
    first = _resume(optimiser, checkpoints / CHECKPOINT)
    drawn = draw_rows(rows.shares, settings.rows, np.random.default_rng(settings.seed))
    n_chunks = -(-len(drawn) // settings.chunk)
    for chunk in range(first, n_chunks):
        if chunk * settings.cycles % n_chunks == 0:
            optimiser.forget()
        chosen = drawn[chunk * settings.chunk : (chunk + 1) * settings.chunk]
        loss = _read_chunk(network, optimiser, rows, chosen, (chunk, n_chunks), settings)
        report(f"chunk {chunk + 1} of {n_chunks}, loss {loss:.4f}")
        state = {"optimiser": optimiser.state()}
        checkpoint.write(checkpoints / CHECKPOINT, state, chunk + 1)
    return optimiser.weights()


def _read_chunk(
    network: MiniLM,
    optimiser: MixedOptimiser,
    rows: Rows,
    chosen: NDArray[np.intp],
    place: tuple[int, int],
    settings: EncoderSettings,
) -> float:
    chunk, n_chunks = place
    rng = np.random.default_rng(settings.seed * _ORDER_SEED + chunk)
    lengths = [len(rows.pieces[row]) for row in chosen]
    batches = batches_by_length(lengths, settings.pieces_a_batch, rng)
    total = 0.0
    for number, batch in enumerate(batches):
        read = chosen[batch]
        logits = network(*padded([rows.pieces[row] for row in read]))
        labels = torch.from_numpy(rows.labels[read])
        loss = functional.cross_entropy(logits, labels, label_smoothing=settings.label_smoothing)
        loss.backward()  # type: ignore[no-untyped-call]
        progress = (chunk + number / len(batches)) / n_chunks * settings.cycles % 1
        optimiser.step(warm_up_then_decay(progress, settings.warm_up))
        total += float(loss.detach()) * len(read)
    return total / len(chosen)


def _resume(optimiser: MixedOptimiser, path: Path) -> int:
    found = checkpoint.read(path)
    if found is None:
        return 0
    state, done = found
    optimiser.load(state["optimiser"])
    return done
