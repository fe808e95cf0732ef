"""The network: embedding, (bi-)LSTM, mean and max over the words, one logit."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.families.lstm.settings import WORD_DROPOUT, LstmSettings


class Network(nn.Module):
    """Tweets of one length in, the log-odds of positive out.

    Mean and max of the LSTM's outputs over the words are concatenated (Howard and Ruder,
    "Universal Language Model Fine-tuning for Text Classification", ACL 2018, call it concat
    pooling). The gradient of the embedding is sparse: a batch holds few of the words.
    """

    def __init__(self, settings: LstmSettings, n_words: int, dimensions: int) -> None:
        super().__init__()
        width = settings.hidden * (2 if settings.bidirectional else 1)
        self.embedding = nn.Embedding(n_words, dimensions, sparse=True)
        self.embedding.weight.requires_grad_(settings.tune)
        self.lstm = nn.LSTM(
            dimensions, settings.hidden, batch_first=True, bidirectional=settings.bidirectional
        )
        self.dropout = nn.Dropout(settings.dropout)
        self.output = nn.Linear(2 * width, 1)

    def set_vectors(self, vectors: NDArray[np.float32]) -> None:
        """Start from word vectors, shape (words, dimensions)."""
        with torch.no_grad():
            self.embedding.weight.copy_(torch.from_numpy(vectors))

    def forward(self, words: Tensor) -> Tensor:
        """Return log-odds, shape (n,), of word numbers, shape (n, length)."""
        if self.training:
            words = words.masked_fill(torch.rand(words.shape) < WORD_DROPOUT, 0)
        outputs, _ = self.lstm(self.dropout(self.embedding(words)))
        pooled = torch.cat([outputs.mean(dim=1), outputs.amax(dim=1)], dim=1)
        logits: Tensor = self.output(self.dropout(pooled))
        return logits.squeeze(1)
