"""MiniLM in PyTorch, no more of it than tweets need.

A BERT of 6 layers, 384 wide (Wang et al., "MiniLM", NeurIPS 2020), mean pooling and one layer of
three outputs on top. In bfloat16 it takes a third of the time of the `transformers` library: the
table of pieces stays in single precision and gets sparse gradients, dropout masks come from one
pool, and no mask is added where all tweets of a batch are of one length.
"""

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.families.machine import CPU, is_bf16_faster

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
PIECES, POSITIONS, LABELS = 30_522, 512, 3
EPSILON = 1e-12
DROPOUT = 0.1
_POOL = 1 << 23
_MASKED = -1e4


class PooledDropout(nn.Module):
    """Dropout whose masks are slices of one long mask, drawn once."""

    _pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Drop `DROPOUT` of the numbers while training."""
        if not self.training:
            return x
        start = int(torch.randint(0, _POOL - x.numel(), ()))
        mask = self._masks()[start : start + x.numel()].view(x.shape)
        return x * mask.to(x.dtype)

    @classmethod
    def _masks(cls) -> Tensor:
        if cls._pool is None:
            generator = torch.Generator().manual_seed(0)
            kept = torch.rand(_POOL, generator=generator) >= DROPOUT
            cls._pool = (kept.float() / (1 - DROPOUT)).to(torch.bfloat16)
        return cls._pool


class Layer(nn.Module):
    """Self-attention and a feed-forward network, each added to its input and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.o = nn.Linear(WIDTH, WIDTH)
        self.n1 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.n2 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = PooledDropout()

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Vectors (n, length, width) of vectors of the same shape."""
        n, length, _ = x.shape
        size = WIDTH // HEADS
        query, key, value = self.qkv(x).view(n, length, 3, HEADS, size).permute(2, 0, 3, 1, 4)
        scores = (query * (1 / math.sqrt(size))) @ key.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        read = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(n, length, WIDTH)
        x = self.n1(x + self.dropout(self.o(read)))
        inner: Tensor = self.n2(x + self.dropout(self.down(functional.gelu(self.up(x)))))
        return inner


class MiniLM(nn.Module):
    """Piece numbers (n, length) and lengths (n,) in; logits of the three labels (n, 3) out."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(PIECES, WIDTH, sparse=True)
        self.pos = nn.Embedding(POSITIONS, WIDTH)
        self.typ = nn.Parameter(torch.zeros(WIDTH))
        self.n0 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = PooledDropout()
        self.head = nn.Linear(WIDTH, LABELS)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, pieces: Tensor, lengths: Tensor) -> Tensor:
        """Logits in single precision."""
        logits: Tensor = self.head(self.dropout(self._encode(pieces, lengths))).float()
        return logits

    def in_fastest_precision(self) -> "MiniLM":
        """Everything but the table of pieces in bfloat16, where the processor multiplies it."""
        if not is_bf16_faster(CPU, nn.Linear):
            return self
        for name, module in self.named_children():
            if name != "word":
                module.to(torch.bfloat16)
        self.typ.data = self.typ.data.to(torch.bfloat16)
        return self

    def _encode(self, pieces: Tensor, lengths: Tensor) -> Tensor:
        length = pieces.shape[1]
        own = self.word(pieces).to(self.pos.weight.dtype)
        x = self.dropout(self.n0(own + self.pos.weight[:length] + self.typ))
        is_piece = torch.arange(length)[None] < lengths[:, None]
        mask = None
        if not bool(is_piece.all()):
            mask = torch.where(is_piece, 0.0, _MASKED).to(x.dtype)[:, None, None]
        for layer in self.layers:
            x = layer(x, mask)
        weights = is_piece.to(x.dtype)[:, :, None]
        pooled: Tensor = (x * weights).sum(1) / weights.sum(1)
        return pooled


@torch.no_grad()
def load_pretrained(network: MiniLM, stored: Mapping[str, Tensor]) -> None:
    """Copy weights named as `all-MiniLM-L6-v2` names them."""
    network.word.weight.copy_(stored["embeddings.word_embeddings.weight"])
    network.pos.weight.copy_(stored["embeddings.position_embeddings.weight"])
    network.typ.copy_(stored["embeddings.token_type_embeddings.weight"][0])
    _copy(network.n0, stored, "embeddings.LayerNorm")
    layers = [layer for layer in network.layers if isinstance(layer, Layer)]
    for place, layer in enumerate(layers):
        prefix = f"encoder.layer.{place}."
        attention = [f"{prefix}attention.self.{name}" for name in ("query", "key", "value")]
        layer.qkv.weight.copy_(torch.cat([stored[f"{name}.weight"] for name in attention]))
        layer.qkv.bias.copy_(torch.cat([stored[f"{name}.bias"] for name in attention]))
        for module, name in _PUBLISHED_NAMES.items():
            _copy(getattr(layer, module), stored, prefix + name)


_PUBLISHED_NAMES = {
    "o": "attention.output.dense",
    "n1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "n2": "output.LayerNorm",
}


def _copy(module: nn.Linear | nn.LayerNorm, stored: Mapping[str, Tensor], name: str) -> None:
    module.weight.copy_(stored[f"{name}.weight"])
    module.bias.copy_(stored[f"{name}.bias"])


def predict(
    network: MiniLM, pieces: list[NDArray[np.int32]], batch_size: int = 64
) -> NDArray[np.float32]:
    """Logits (n, 3) of tweets as piece numbers, those of like length together."""
    order = np.argsort([len(tweet) for tweet in pieces], kind="stable")
    logits = np.zeros((len(pieces), LABELS), np.float32)
    was_training = network.training
    network.eval()
    with torch.inference_mode():
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            logits[rows] = network(*padded([pieces[row] for row in rows])).numpy()
    network.train(was_training)
    return logits


def padded(tweets: list[NDArray[np.int32]]) -> tuple[Tensor, Tensor]:
    """Tweets as one matrix of piece numbers, zeros at their ends, and their lengths."""
    lengths = np.array([len(tweet) for tweet in tweets])
    matrix = np.zeros((len(tweets), int(lengths.max())), np.int64)
    for row, tweet in enumerate(tweets):
        matrix[row, : len(tweet)] = tweet
    return torch.from_numpy(matrix), torch.from_numpy(lengths)
