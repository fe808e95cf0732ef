"""Distilling the teachers into the student (Hinton, Vinyals and Dean, 2015), epoch by epoch."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.families.lstm.vocabulary import Encoded
from training.families.machine import CPU, mixed_precision, precision_line
from training.recipe.checkpoint import resume_network, write_network
from training.recipe.settings import StudentSettings
from training.recipe.student.network import Student

CHECKPOINT = "student.pt"
LABELS = 3
WARM_UP, COOL_DOWN = 0.05, 0.95
_TABLE = "words.weight"

Report = Callable[[str], None]


@dataclass(frozen=True)
class Lessons:
    """The student's training set, columns of length n.

    `labels` (n, 3) are probabilities of negative, neutral and positive, of weight `label_weights`;
    `emoticons` (n,) are probabilities of a happy emoticon, of weight `emoticon_weights`. An epoch
    has each tweet `times`.
    """

    tweets: Encoded
    labels: NDArray[np.float32]
    label_weights: NDArray[np.float32]
    emoticons: NDArray[np.float32]
    emoticon_weights: NDArray[np.float32]
    times: NDArray[np.float64]


class _Optimisers:
    def __init__(self, student: Student, settings: StudentSettings) -> None:
        named = dict(student.named_parameters())
        self._dense_parameters = [p for name, p in named.items() if name != _TABLE]
        dense = torch.optim.Adam(self._dense_parameters, lr=settings.learning_rate, fused=True)
        table = torch.optim.SparseAdam([named[_TABLE]], lr=settings.table_learning_rate)
        self.all: tuple[torch.optim.Optimizer, ...] = (dense, table)
        self._rates = (settings.learning_rate, settings.table_learning_rate)

    def step(self, loss: Tensor, scale: float) -> None:
        for optimiser, rate in zip(self.all, self._rates, strict=True):
            optimiser.zero_grad()
            optimiser.param_groups[0]["lr"] = rate * scale
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._dense_parameters, 1.0)
        for optimiser in self.all:
            optimiser.step()


def distil(
    student: Student,
    lessons: Lessons,
    settings: StudentSettings,
    checkpoints: Path,
    report: Report,
) -> None:
    """Train `student` in place; a training that was interrupted repeats at most an epoch."""
    optimisers = _Optimisers(student, settings)
    first = resume_network(checkpoints / CHECKPOINT, student, optimisers.all)
    student.train()
    report(precision_line(CPU, nn.LSTM))
    for epoch in range(first, settings.epochs):
        loss = _read_epoch(student, optimisers, lessons, epoch, settings)
        report(f"epoch {epoch + 1} of {settings.epochs}, loss {loss:.4f}")
        write_network(checkpoints / CHECKPOINT, student, optimisers.all, epoch + 1)
    student.eval()


def _read_epoch(
    student: Student,
    optimisers: _Optimisers,
    lessons: Lessons,
    epoch: int,
    settings: StudentSettings,
) -> float:
    rng = np.random.default_rng([settings.seed, epoch])
    torch.manual_seed(settings.seed * 100 + epoch)
    times = np.floor(lessons.times + rng.random(len(lessons.times))).astype(int)
    chosen = np.repeat(np.arange(len(times)), times)
    batches = _of_one_length(chosen, lessons.tweets.lengths, settings.batch_size, rng)
    total = 0.0
    for number, batch in enumerate(batches):
        loss = _loss(student, lessons, batch) / settings.batch_size
        progress = (epoch + number / len(batches)) / settings.epochs
        optimisers.step(loss, min(1.0, (progress + 1e-3) / WARM_UP, (1 - progress) / COOL_DOWN))
        total += float(loss.detach()) * settings.batch_size
    return total / len(chosen)


def _of_one_length(
    rows: NDArray[np.intp],
    lengths: NDArray[np.int64],
    batch_size: int,
    rng: np.random.Generator,
) -> list[NDArray[np.intp]]:
    shuffled = rng.permutation(rows)
    order = shuffled[np.argsort(lengths[shuffled], kind="stable")]
    ends = np.flatnonzero(np.diff(lengths[order])) + 1
    batches = [
        group[start : start + batch_size]
        for group in np.split(order, ends)
        for start in range(0, len(group), batch_size)
    ]
    return [batches[place] for place in rng.permutation(len(batches))]


def _loss(student: Student, lessons: Lessons, batch: NDArray[np.intp]) -> Tensor:
    with mixed_precision(CPU, nn.LSTM):
        logits = student(torch.from_numpy(lessons.tweets.rows(batch)))
    logits = logits.float()
    labels = torch.from_numpy(lessons.labels[batch])
    of_people = -(labels * functional.log_softmax(logits[:, :LABELS], 1)).sum(1)
    emoticons = torch.from_numpy(lessons.emoticons[batch])
    of_emoticons = functional.binary_cross_entropy_with_logits(
        logits[:, LABELS], emoticons, reduction="none"
    )
    weighed = of_people * torch.from_numpy(lessons.label_weights[batch])
    loss: Tensor = (
        weighed.sum() + (of_emoticons * torch.from_numpy(lessons.emoticon_weights[batch])).sum()
    )
    return loss
