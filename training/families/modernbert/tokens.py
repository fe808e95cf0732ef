"""Tweets as token numbers, and a tokenizer learnt from tweets with ModernBERT's special tokens."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from tokenizers.processors import TemplateProcessing
from torch.utils.data import Dataset
from tqdm import tqdm
from transformers import PreTrainedTokenizerBase, PreTrainedTokenizerFast

from airparadis.text.cleaning import Level, clean

CHUNK = 10_000
SPECIAL = {
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "mask_token": "[MASK]",
}
"""Special tokens by role, in the order of their numbers."""


class EncodedTweets(Dataset[dict[str, Any]]):
    """Token numbers of tweets for a `Trainer`, truncated, not padded; with labels if known.

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
        """Draw at most `size` tweets, always the same ones for a seed."""
        chosen = np.random.default_rng(seed).permutation(len(self))[:size]
        return EncodedTweets(
            [self.tokens[row] for row in chosen], None if self.y is None else self.y[chosen]
        )

    def without_labels(self) -> "EncodedTweets":
        """Return the same tweets without labels."""
        return EncodedTweets(self.tokens)


def cleaned(texts: Sequence[str]) -> list[str]:
    """Clean raw tweets for the tokenizer."""
    bar = tqdm(texts, desc="clean", unit=" tweets", mininterval=1, disable=len(texts) < CHUNK)
    return [clean(text, Level.TRANSFORMER) for text in bar]


def encode(
    tokenizer: PreTrainedTokenizerBase,
    texts: Sequence[str],
    max_length: int,
    y: NDArray[np.int8] | None = None,
) -> EncodedTweets:
    """Encode cleaned texts, at most `max_length` tokens of each."""
    tokens: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), CHUNK):
        encoded = tokenizer(
            list(texts[start : start + CHUNK]),
            truncation=True,
            max_length=max_length,
            return_attention_mask=False,
        )
        tokens += [np.array(numbers, np.int32) for numbers in encoded["input_ids"]]
    return EncodedTweets(tokens, y)


def train_tokenizer(
    texts: Iterable[str], vocabulary_size: int, max_length: int
) -> PreTrainedTokenizerFast:
    """Learn byte-level byte-pair encoding (Radford et al., 2019) from cleaned texts.

    Unlike ModernBERT's own it lowers case, and treats the first word as any other: a small
    vocabulary has no room for four spellings of a word.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        special_tokens=list(SPECIAL.values()),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    marks = [(mark, tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=max_length,
        model_input_names=["input_ids", "attention_mask"],
        **SPECIAL,
    )
