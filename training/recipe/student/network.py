"""The student in PyTorch: one LSTM over word vectors in both directions, four outputs.

As in fastText (Bojanowski et al., TACL 2017) a word is its own vector plus the mean of its
character n-grams' vectors.
"""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from airparadis.ml.bilingual.network import OUTPUTS, NetworkWeights
from airparadis.ml.light.vectors import Quantised
from training.recipe.settings import StudentSettings
from training.recipe.student.words import Subwords

EMBEDDING_DEVIATION = 0.1
_DIRECTIONS = ("", "_reverse")


class Student(nn.Module):
    """Word numbers of tweets of one length (n, length) in; logits of `OUTPUTS` (n, 4) out."""

    def __init__(self, settings: StudentSettings, subwords: Subwords) -> None:
        super().__init__()
        self._subwords = subwords
        self._words_dropout = settings.words_dropout
        self.words = nn.Embedding(subwords.n_known + 1, settings.dimensions, sparse=True)
        self.grams = nn.EmbeddingBag(settings.buckets, settings.dimensions, mode="mean")
        for table in (self.words, self.grams):
            nn.init.normal_(table.weight, std=EMBEDDING_DEVIATION)
        self.lstm = nn.LSTM(
            settings.dimensions, settings.units, batch_first=True, bidirectional=True
        )
        self.vectors_dropout = nn.Dropout(settings.vectors_dropout)
        self.dropout = nn.Dropout(settings.dropout)
        self.output = nn.Linear(4 * settings.units, len(OUTPUTS))

    def forward(self, words: Tensor) -> Tensor:
        """Logits of the mean and the maximum over what was read at each word."""
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

    @torch.no_grad()
    def start_from(self, served: NetworkWeights) -> None:
        """Start from a served network of the same size, near enough: a byte held each number.

        Words that it knows keep their vectors, whatever their numbers.
        """
        self.grams.weight.copy_(_table(served.grams))
        table = _table(served.words)
        number_of = {word: number for number, word in enumerate(served.vocabulary)}
        known = self._subwords.words[: self._subwords.n_known]
        self.words.weight[:-1] = 0
        pairs = [(row, number_of[word]) for row, word in enumerate(known) if word in number_of]
        rows, numbers = (torch.tensor(column) for column in zip(*pairs, strict=True))
        self.words.weight[rows] = table[numbers] - self._from_grams(rows)
        self.words.weight[-1] = table[-1]
        self._start_lstm(served)
        self.output.weight.copy_(torch.from_numpy(served.output))
        self.output.bias.copy_(torch.from_numpy(served.output_bias))

    def _start_lstm(self, served: NetworkWeights) -> None:
        state = self.lstm.state_dict()
        projections = np.split(served.projection, 2, axis=1)
        for place, direction in enumerate(_DIRECTIONS):
            bias = served.bias.reshape(2, -1)[place]
            state[f"weight_ih_l0{direction}"].copy_(_torch_gates(projections[place].T))
            state[f"weight_hh_l0{direction}"].copy_(_torch_gates(served.recurrence[place].T))
            state[f"bias_ih_l0{direction}"].copy_(_torch_gates(bias))
            state[f"bias_hh_l0{direction}"].zero_()

    @torch.no_grad()
    def weights(self) -> NetworkWeights:
        """The network as served: known words' n-grams folded into their vectors, all quantised."""
        table = self.words.weight.clone()
        table[:-1] += self._from_grams(torch.arange(self._subwords.n_known))
        parameters: Mapping[str, Tensor] = self.lstm.state_dict()
        served = {
            name: [_gates(parameters[f"{name}_l0{direction}"]) for direction in _DIRECTIONS]
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
        return NetworkWeights(
            vocabulary=self._subwords.words[: self._subwords.n_known],
            words=Quantised.of(table.numpy()),
            grams=Quantised.of(self.grams.weight.numpy()),
            projection=np.concatenate([matrix.T for matrix in served["weight_ih"]], axis=1),
            bias=np.concatenate(served["bias_ih"]) + np.concatenate(served["bias_hh"]),
            recurrence=np.stack([matrix.T for matrix in served["weight_hh"]]),
            output=self.output.weight.numpy(),
            output_bias=self.output.bias.numpy(),
        )


def _table(stored: Quantised) -> Tensor:
    return torch.from_numpy(stored.take(np.arange(len(stored.rows))))


def _gates(parameter: Tensor) -> NDArray[np.float32]:
    """PyTorch's gates are input, forget, cell, output; serving wants the cell last."""
    take_in, forget, cell, give_out = parameter.numpy().reshape(4, -1, *parameter.shape[1:])
    return np.concatenate([take_in, forget, give_out, cell])


def _torch_gates(parameter: NDArray[np.float32]) -> Tensor:
    """The way back of `_gates`."""
    take_in, forget, give_out, cell = np.split(np.ascontiguousarray(parameter), 4)
    return torch.from_numpy(np.concatenate([take_in, forget, cell, give_out]))
