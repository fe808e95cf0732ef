"""The recurrent network of `light` models in PyTorch: an LSTM over words and their n-grams.

As in fastText (Bojanowski et al., TACL 2017) a word is its own vector plus the mean of its
character n-grams' vectors. The LSTM reads in both directions; the mean and the maximum of its
outputs feed the output layer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from airparadis.ml.light.vectors import Quantised
from training.families.light.subwords import NumberedWords

EMBEDDING_DEVIATION = 0.1
_DIRECTIONS = ("", "_reverse")


class LstmSettings(Protocol):
    """Sizes and dropout rates of a network."""

    @property
    def dimensions(self) -> int: ...
    @property
    def units(self) -> int: ...
    @property
    def buckets(self) -> int: ...
    @property
    def words_dropout(self) -> float: ...
    @property
    def vectors_dropout(self) -> float: ...
    @property
    def dropout(self) -> float: ...


class ServedLstm(Protocol):
    """The gates of `LstmWeights`, as they are served."""

    @property
    def projection(self) -> NDArray[np.float32]: ...
    @property
    def recurrence(self) -> NDArray[np.float32]: ...
    @property
    def bias(self) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class Parts:
    """The served weights of a network without its output layer, shaped as in `LstmWeights`."""

    words: Quantised
    grams: Quantised
    projection: NDArray[np.float32]
    bias: NDArray[np.float32]
    recurrence: NDArray[np.float32]


class SubwordLstm(nn.Module):
    """Tweets of one length in, as word numbers (n, length); logits (n, outputs) out."""

    def __init__(
        self,
        settings: LstmSettings,
        subwords: NumberedWords,
        outputs: int,
        vectors: NDArray[np.float32] | None = None,
    ) -> None:
        super().__init__()
        self._subwords = subwords
        self._words_dropout = settings.words_dropout
        self.words = nn.Embedding(subwords.n_known + 1, settings.dimensions, sparse=True)
        self.grams = nn.EmbeddingBag(settings.buckets, settings.dimensions, mode="mean")
        for table in (self.words, self.grams):
            nn.init.normal_(table.weight, std=EMBEDDING_DEVIATION)
        if vectors is not None:
            with torch.no_grad():
                self.words.weight.copy_(torch.from_numpy(vectors))
        self.lstm = nn.LSTM(
            settings.dimensions, settings.units, batch_first=True, bidirectional=True
        )
        self.vectors_dropout = nn.Dropout(settings.vectors_dropout)
        self.dropout = nn.Dropout(settings.dropout)
        self.output = nn.Linear(4 * settings.units, outputs)

    def forward(self, words: Tensor) -> Tensor:
        """Return the logits of the mean and the maximum over the words."""
        read, _ = self.lstm(self.vectors_dropout(self._vectors(words)))
        pooled = torch.cat([read.mean(dim=1), read.amax(dim=1)], dim=1)
        logits: Tensor = self.output(self.dropout(pooled))
        return logits

    def _vectors(self, words: Tensor) -> Tensor:
        own = words.clamp(max=self._subwords.n_known)
        if self.training:
            lost = torch.rand(words.shape) < self._words_dropout
            own = own.masked_fill(lost, self._subwords.n_known)
        distinct, places = torch.unique(words, return_inverse=True)
        vectors: Tensor = self.words(own) + self._from_grams(distinct)[places]
        return vectors

    def _from_grams(self, words: Tensor) -> Tensor:
        grams, starts = self._subwords.grams_of(words.numpy())
        vectors: Tensor = self.grams(torch.from_numpy(grams), torch.from_numpy(starts))
        return vectors

    def _start_lstm(self, served: ServedLstm) -> None:
        state = self.lstm.state_dict()
        projections = np.split(served.projection, 2, axis=1)
        for place, direction in enumerate(_DIRECTIONS):
            bias = served.bias.reshape(2, -1)[place]
            state[f"weight_ih_l0{direction}"].copy_(_torch_gates(projections[place].T))
            state[f"weight_hh_l0{direction}"].copy_(_torch_gates(served.recurrence[place].T))
            state[f"bias_ih_l0{direction}"].copy_(_torch_gates(bias))
            state[f"bias_hh_l0{direction}"].zero_()

    def _parts(self) -> Parts:
        """Return the network as served: known words' n-grams folded in, vectors quantised."""
        table = self.words.weight.clone()
        table[:-1] += self._from_grams(torch.arange(self._subwords.n_known))
        parameters: Mapping[str, Tensor] = self.lstm.state_dict()
        gates = {
            name: [_gates(parameters[f"{name}_l0{direction}"]) for direction in _DIRECTIONS]
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
        return Parts(
            words=Quantised.of(table.numpy()),
            grams=Quantised.of(self.grams.weight.numpy()),
            projection=np.concatenate([matrix.T for matrix in gates["weight_ih"]], axis=1),
            bias=np.concatenate(gates["bias_ih"]) + np.concatenate(gates["bias_hh"]),
            recurrence=np.stack([matrix.T for matrix in gates["weight_hh"]]),
        )


def dequantised(stored: Quantised) -> Tensor:
    """Return a table of vectors as it is served, shape (rows, dimensions)."""
    return torch.from_numpy(stored.take(np.arange(len(stored.rows))))


def _gates(parameter: Tensor) -> NDArray[np.float32]:
    """Reorder PyTorch's gates input, forget, cell, output; serving has the cell last."""
    gates: NDArray[np.float32] = parameter.numpy().reshape(4, -1, *parameter.shape[1:])
    return gates[[0, 1, 3, 2]].reshape(parameter.shape)


def _torch_gates(parameter: NDArray[np.float32]) -> Tensor:
    """Undo `_gates`."""
    gates = np.ascontiguousarray(parameter).reshape(4, -1, *parameter.shape[1:])
    return torch.from_numpy(gates[[0, 1, 3, 2]].reshape(parameter.shape))
