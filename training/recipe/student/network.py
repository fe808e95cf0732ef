"""The student in PyTorch: the recurrent network of `light` models with four outputs."""

from collections.abc import Sequence

import torch

from airparadis.ml.bilingual.network import OUTPUTS, NetworkWeights
from training.families.light.subword_lstm import SubwordLstm, dequantised
from training.recipe.settings import StudentSettings
from training.recipe.student.words import Subwords


class Student(SubwordLstm):
    """Word numbers of tweets of one length (n, length) in; logits of `OUTPUTS` (n, 4) out."""

    _subwords: Subwords

    def __init__(self, settings: StudentSettings, subwords: Subwords) -> None:
        super().__init__(settings, subwords, len(OUTPUTS))

    @torch.no_grad()
    def start_from(self, served: NetworkWeights) -> None:
        """Start from a served network of the same size, near enough: a byte held each number.

        Words that it knows keep their vectors, whatever their numbers.
        """
        self.grams.weight.copy_(dequantised(served.grams))
        table = dequantised(served.words)
        number_of = {word: number for number, word in enumerate(served.vocabulary)}
        self.words.weight[:-1] = 0
        known = enumerate(self._known())
        pairs = [(row, number_of[word]) for row, word in known if word in number_of]
        rows, numbers = (torch.tensor(column) for column in zip(*pairs, strict=True))
        self.words.weight[rows] = table[numbers] - self._from_grams(rows)
        self.words.weight[-1] = table[-1]
        self._start_lstm(served)
        self.output.weight.copy_(torch.from_numpy(served.output))
        self.output.bias.copy_(torch.from_numpy(served.output_bias))

    @torch.no_grad()
    def weights(self) -> NetworkWeights:
        """Return the network as served: known words' n-grams folded in, vectors quantised."""
        return NetworkWeights(
            vocabulary=self._known(),
            **vars(self._parts()),
            output=self.output.weight.numpy(),
            output_bias=self.output.bias.numpy(),
        )

    def _known(self) -> Sequence[str]:
        return self._subwords.words[: self._subwords.n_known]
