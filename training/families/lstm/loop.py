"""The training loop: epochs of batches, validation after each, the best epoch's weights."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from training.families.lstm.checkpoint import Checkpoint, Progress, Weights
from training.families.lstm.precision import choose_precision
from training.families.lstm.settings import LstmSettings, Precision
from training.families.lstm.vocabulary import Encoded, batches_by_length
from training.families.machine import limit_threads

CHECKPOINT_SECONDS = 180.0
MAX_GRADIENT_NORM = 1.0
WARM_UP = 0.05
"""Share of the batches over which the learning rate rises; over the rest it falls to zero."""

SCORING_BATCH = 1024


@dataclass(frozen=True)
class Labelled:
    """Encoded tweets and their labels, 0 or 1, or probabilities to learn; shape (n,)."""

    tweets: Encoded
    y: NDArray[np.int8] | NDArray[np.float32]


class Trainer:
    """Trains a network that maps word numbers to log-odds.

    It resumes from a checkpoint of the same fit, if there is one.
    """

    def __init__(
        self,
        network: nn.Module,
        settings: LstmSettings,
        train: Labelled,
        validation: Labelled,
        on_epoch: Callable[[int, Mapping[str, float]], None],
        checkpoint: Checkpoint | None,
    ) -> None:
        self._network = network
        self._settings = settings
        limit_threads()
        self.precision = choose_precision(settings.precision)
        self._train = train
        self._validation = validation
        self._on_epoch = on_epoch
        self._checkpoint = checkpoint
        sparse = sparse_parameters(network)
        sparse_ids = {id(parameter) for parameter in sparse}
        self._dense = [
            parameter
            for parameter in network.parameters()
            if parameter.requires_grad and id(parameter) not in sparse_ids
        ]
        self._optimisers: list[torch.optim.Optimizer] = [torch.optim.Adam(self._dense, fused=True)]
        if sparse:
            self._optimisers.append(torch.optim.SparseAdam(sparse))
        self._best = _copy(network.state_dict())
        self.progress = Progress()

    def run(self) -> None:
        """Train until the last epoch, or until validation loss stops falling; keep the best."""
        self._resume()
        while not self.progress.finished:
            self._epoch()
            self._on_epoch(self.progress.epoch, self._judge())
            self._next_epoch()
            self._save()
        self._network.load_state_dict(self._best)

    def _resume(self) -> None:
        state = self._checkpoint.read() if self._checkpoint else None
        if state is None:
            return
        self.progress = state["progress"]
        self._best = state["best"]
        self._network.load_state_dict(state["network"])
        for optimiser, saved in zip(self._optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        torch.set_rng_state(state["random"])
        print(f"resumed in epoch {self.progress.epoch} after {self.progress.batch:,} batches")

    def _epoch(self) -> None:
        """Train on the remaining batches of the epoch."""
        progress, began = self.progress, time.monotonic()
        seconds_before, saved = progress.seconds, began
        shuffle = np.random.default_rng([self._settings.seed, progress.epoch])
        batches = batches_by_length(self._train.tweets.lengths, self._settings.batch_size, shuffle)
        desc = f"epoch {progress.epoch}/{self._settings.epochs}"
        self._network.train()
        with tqdm(total=len(batches), initial=progress.batch, desc=desc, mininterval=1) as bar:
            for rows in batches[progress.batch :]:
                self._set_learning_rate(len(batches))
                progress.loss += self._step(rows)
                progress.batch += 1
                now = time.monotonic()
                progress.seconds = seconds_before + now - began
                if now - saved >= CHECKPOINT_SECONDS:
                    self._save()
                    saved = now
                bar.update()

    def _step(self, rows: NDArray[np.intp]) -> float:
        """Train on one batch and return its summed loss.

        The sum is divided by a full batch's size, not its own: rare lengths come in small batches,
        and a tweet must not weigh more for its length.
        """
        words = torch.from_numpy(self._train.tweets.rows(rows))
        y = torch.from_numpy(self._train.y[rows]).float()
        bf16 = self.precision is Precision.BF16
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits = self._network(words)
        loss = binary_cross_entropy_with_logits(logits.float(), y, reduction="sum")
        for optimiser in self._optimisers:
            optimiser.zero_grad()
        (loss / self._settings.batch_size).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._dense, MAX_GRADIENT_NORM)
        for optimiser in self._optimisers:
            optimiser.step()
        return loss.item()

    def _set_learning_rate(self, n_batches: int) -> None:
        total = n_batches * self._settings.epochs
        done = (self.progress.epoch - 1) * n_batches + self.progress.batch
        share = min((done + 1) / (WARM_UP * total), (total - done) / ((1 - WARM_UP) * total))
        highest = (self._settings.learning_rate, self._settings.vectors_learning_rate)
        for optimiser, rate in zip(self._optimisers, highest, strict=False):
            for group in optimiser.param_groups:
                group["lr"] = rate * min(share, 1.0)

    def _judge(self) -> dict[str, float]:
        """Evaluate the epoch just trained; copy its weights if it is the best."""
        progress, y = self.progress, self._validation.y
        figures = validation_figures(score(self._network, self._validation.tweets), y)
        if figures["validation_loss"] < progress.best_loss:
            progress.best_loss, progress.best_epoch = figures["validation_loss"], progress.epoch
            self._best = _copy(self._network.state_dict())
        train_loss = progress.loss / len(self._train.y)
        return {"train_loss": train_loss, **figures, "seconds": progress.seconds}

    def _next_epoch(self) -> None:
        progress = self.progress
        progress.finished = (
            progress.epoch >= self._settings.epochs
            or progress.epoch - progress.best_epoch >= self._settings.patience
        )
        progress.epoch += 1
        progress.batch, progress.loss, progress.seconds = 0, 0.0, 0.0

    def _save(self) -> None:
        if self._checkpoint:
            self._checkpoint.write(
                self.progress, self._network.state_dict(), self._best, self._optimisers
            )


def score(network: nn.Module, tweets: Encoded) -> NDArray[np.float64]:
    """Return log-odds of positive, shape (n,), in fp32 and without dropout."""
    logits = np.empty(len(tweets.lengths))
    network.eval()
    with torch.inference_mode():
        for rows in batches_by_length(tweets.lengths, SCORING_BATCH):
            words: Tensor = torch.from_numpy(tweets.rows(rows))
            logits[rows] = network(words).numpy()
    return logits


def validation_figures(
    logits: NDArray[np.float64], y: NDArray[np.int8] | NDArray[np.float32]
) -> dict[str, float]:
    """Evaluate log-odds against labels, both of shape (n,)."""
    return {
        "validation_loss": float(np.logaddexp(0, -(2.0 * y - 1) * logits).mean()),
        "validation_accuracy": float(((logits >= 0) == (y == 1)).mean()),
        "validation_roc_auc": float(roc_auc_score(y, logits)),
    }


def sparse_parameters(network: nn.Module) -> list[Tensor]:
    """List the trainable tables of vectors of which a batch needs few rows."""
    tables = [m for m in network.modules() if isinstance(m, nn.Embedding | nn.EmbeddingBag)]
    return [table.weight for table in tables if table.sparse and table.weight.requires_grad]


def _copy(weights: Weights) -> Weights:
    return {name: tensor.clone() for name, tensor in weights.items()}
