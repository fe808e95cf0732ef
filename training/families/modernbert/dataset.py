"""Tweets as a `Trainer` reads them: token numbers, not yet padded."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset
from tqdm import tqdm
from transformers import PreTrainedTokenizerBase

from airparadis.text.cleaning import Level, clean

AT_ONCE = 10_000


class EncodedTweets(Dataset[dict[str, Any]]):
    """Token numbers of each tweet, truncated, and its label where there is one.

    `tokens` holds an array of shape (length,) for each tweet; `y` is of shape (n,) or None.
    """

    def __init__(
        self, tokens: Sequence[NDArray[np.int32]], y: NDArray[np.int8] | None = None
    ) -> None:
        self.tokens = tokens
        self.y = y

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, row: int) -> dict[str, Any]:
        item: dict[str, Any] = {"input_ids": self.tokens[row].tolist()}
        return item if self.y is None else item | {"labels": int(self.y[row])}

    def sample(self, size: int, seed: int) -> "EncodedTweets":
        """At most `size` tweets, always the same ones for a seed."""
        chosen = np.random.default_rng(seed).permutation(len(self))[:size]
        return EncodedTweets(
            [self.tokens[row] for row in chosen], None if self.y is None else self.y[chosen]
        )

    def without_labels(self) -> "EncodedTweets":
        """The same tweets, to guess words of."""
        return EncodedTweets(self.tokens)


def cleaned(texts: Sequence[str]) -> list[str]:
    """Raw tweets as the tokenizer reads them."""
    bar = tqdm(texts, desc="clean", unit=" tweets", mininterval=1, disable=len(texts) < AT_ONCE)
    return [clean(text, Level.TRANSFORMER) for text in bar]


def encode(
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    max_length: int,
    y: NDArray[np.int8] | None = None,
) -> EncodedTweets:
    """Cleaned texts as token numbers, at most `max_length` of each."""
    tokens: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), AT_ONCE):
        encoded = tokenizer(
            list(texts[start : start + AT_ONCE]),
            truncation=True,
            max_length=max_length,
            return_attention_mask=False,
        )
        tokens += [np.array(numbers, np.int32) for numbers in encoded["input_ids"]]
    return EncodedTweets(tokens, y)
