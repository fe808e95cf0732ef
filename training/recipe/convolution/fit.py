"""Tuning the sentence encoder on both languages, in chunks after each of which it can go on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.families.machine import CPU, mixed_precision, precision_line
from training.recipe.checkpoint import resume_network, write_network
from training.recipe.convolution.network import LABELS, SentenceEncoder
from training.recipe.drawing import draw_rows, warm_up_then_decay
from training.recipe.encoder.network import padded
from training.recipe.settings import ConvolutionSettings

CHECKPOINT = "convolution.pt"
NEUTRAL = 1
_ORDER_SEED = 77
_NEVER = -20.0
_TWO_LABEL_SMOOTHING = 0.1
_TABLE = "emb.weight"

Report = Callable[[str], None]


@dataclass(frozen=True)
class Rows:
    """Tweets as places of pieces, labels 0 to 2, how often an epoch has each, and which of them
    bear an emoticon's label and can't be neutral; all of length n."""

    tweets: Sequence[NDArray[np.intp]]
    labels: NDArray[np.int64]
    shares: NDArray[np.float64]
    is_two_label: NDArray[np.bool_]


class _Optimisers:
    def __init__(self, network: SentenceEncoder, settings: ConvolutionSettings) -> None:
        named = dict(network.named_parameters())
        self._body = [
            parameter
            for name, parameter in named.items()
            if name != _TABLE and not name.startswith("head")
        ]
        groups = [
            {"params": self._body, "lr": settings.learning_rate},
            {"params": list(network.head.parameters()), "lr": settings.head_learning_rate},
        ]
        dense = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        table = torch.optim.SparseAdam([named[_TABLE]], lr=settings.table_learning_rate)
        self.all: tuple[torch.optim.Optimizer, ...] = (dense, table)
        self._rates = [[group["lr"] for group in one.param_groups] for one in self.all]

    def step(self, loss: Tensor, scale: float) -> None:
        for optimiser, rates in zip(self.all, self._rates, strict=True):
            optimiser.zero_grad()
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * scale
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._body, 1.0)
        for optimiser in self.all:
            optimiser.step()


def tune(
    network: SentenceEncoder,
    rows: Rows,
    settings: ConvolutionSettings,
    checkpoints: Path,
    report: Report,
) -> None:
    """Tune `network` in place; a training that was interrupted repeats at most a chunk."""
    torch.manual_seed(settings.seed)
    network.train()
    report(precision_line(CPU, nn.Linear))
    optimisers = _Optimisers(network, settings)
    first = resume_network(checkpoints / CHECKPOINT, network, optimisers.all)
    drawn = draw_rows(rows.shares, settings.rows, np.random.default_rng(settings.seed))
    n_chunks = -(-len(drawn) // settings.chunk)
    for chunk in range(first, n_chunks):
        chosen = drawn[chunk * settings.chunk : (chunk + 1) * settings.chunk]
        loss = _read_chunk(network, optimisers, rows, chosen, (chunk, n_chunks), settings)
        report(f"chunk {chunk + 1} of {n_chunks}, loss {loss:.4f}")
        write_network(checkpoints / CHECKPOINT, network, optimisers.all, chunk + 1)


def _read_chunk(
    network: SentenceEncoder,
    optimisers: _Optimisers,
    rows: Rows,
    chosen: NDArray[np.intp],
    place: tuple[int, int],
    settings: ConvolutionSettings,
) -> float:
    chunk, n_chunks = place
    rng = np.random.default_rng(settings.seed * _ORDER_SEED + chunk)
    jittered = [len(rows.tweets[row]) + rng.random() * 2 for row in chosen]
    order = chosen[np.argsort(jittered, kind="stable")]
    batches = np.split(order, range(settings.batch_size, len(order), settings.batch_size))
    total = 0.0
    for number, place_of in enumerate(rng.permutation(len(batches))):
        batch = batches[place_of]
        with mixed_precision(CPU, nn.Linear):
            logits = network(*padded([rows.tweets[row] for row in batch]))
        loss = _loss(logits.float(), rows, batch, settings)
        progress = (chunk + number / len(batches)) / n_chunks
        optimisers.step(loss, warm_up_then_decay(progress, settings.warm_up))
        total += float(loss.detach())
    return total / len(batches)


def _loss(
    logits: Tensor, rows: Rows, batch: NDArray[np.intp], settings: ConvolutionSettings
) -> Tensor:
    """Smoothed cross-entropy; a tweet of two labels is only asked which of the two."""
    is_two = torch.from_numpy(rows.is_two_label[batch])
    never = is_two[:, None] & (torch.arange(LABELS) == NEUTRAL)[None]
    log_probabilities = functional.log_softmax(logits.masked_fill(never, _NEVER), 1)
    label = functional.one_hot(torch.from_numpy(rows.labels[batch]), LABELS).float()
    any_of_two, any_of_three = torch.tensor([0.5, 0.0, 0.5]), torch.full((LABELS,), 1 / LABELS)
    smooth = torch.where(is_two[:, None], any_of_two, any_of_three)
    share = torch.where(is_two, _TWO_LABEL_SMOOTHING, settings.label_smoothing)[:, None]
    target = (1 - share) * label + share * smooth
    weight = torch.where(is_two, settings.translated_weight, 1.0)
    loss: Tensor = (-(target * log_probabilities).sum(1) * weight).mean()
    return loss
