"""The training tweets, as lists of words: English, French, other languages."""

import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import wordfreq
from numpy.typing import NDArray

from airparadis.text import language
from training.language.romanise import HINGLISH, romanise

Tweet = list[str]

FIT_BUCKETS = range(14)
"""The training share of 100 buckets by CRC-32 of the text; `benchmarks.language` uses others."""

GENERAL = {"en": 30_000, "fr": 45_000}
CUT = {"en": 40_000, "fr": 15_000}
SINGLE = {"en": 60_000, "fr": 45_000}
"""Tweets drawn word by word, tweets cut to one to four words, and single words."""

OTHER, CODE_MIXED = 230_000, 22_000
MIXED_SHARE = (0.4, 0.75)
BARE_SHARE, SHORT_SHARE = 0.35, 0.25
"""People on phones drop the accents, and one tweet in four is short."""

HINGLISH_SHARE = 0.6
"""Weight of the words people type, relative to the whole frequency list."""

SHARES = {"hi": 6.0, "es": 5.0, "pt": 4.0, "it": 4.0, "de": 4.0, "nl": 3.0, "id": 3.0, "tr": 2.0}
SHARES |= {"fil": 2.0, "ms": 1.5} | dict.fromkeys(["sv", "da", "nb", "pl", "ca"], 1.0)
SHARES |= dict.fromkeys(["cs", "fi", "hu", "ro", "sh", "ru"], 0.7) | {"vi": 0.8, "el": 0.5}
SHARES |= dict.fromkeys(["lt", "lv", "sk", "sl", "is", "uk"], 0.3)


@dataclass(frozen=True)
class WordList:
    """Words of a language in Latin letters and their frequencies, both of shape (n,)."""

    words: NDArray[np.str_]
    shares: NDArray[np.float64]


def bucket(text: str) -> int:
    """Return the bucket of a text, 0 to 99."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % 100


def words_of(texts: Iterable[str]) -> list[Tweet]:
    """Return the words of the raw tweets that have any."""
    return [tweet for tweet in map(language.words, texts) if tweet]


def read_words(code: str, rng: np.random.Generator) -> WordList:
    """Read the frequency list of a language, in Latin letters."""
    frequencies: dict[str, float] = {}
    for word, frequency in wordfreq.get_frequency_dict(code).items():
        latin = romanise(code, word, rng)
        if latin and language.words(latin) == [latin]:
            frequencies[latin] = frequencies.get(latin, 0.0) + frequency
    if code == "hi":
        added = sum(frequencies.values()) * HINGLISH_SHARE / len(HINGLISH)
        for word in HINGLISH:
            frequencies[word] = frequencies.get(word, 0.0) + added
    shares = np.array(list(frequencies.values()))
    return WordList(np.array(list(frequencies)), shares / shares.sum())


def drawn(
    words: WordList, lengths: NDArray[np.int64], rng: np.random.Generator, *, bare: bool
) -> Iterator[Tweet]:
    """Draw tweets word by word, as long as `lengths` (n,) except for a share of short ones."""
    is_short = rng.random(len(lengths)) < SHORT_SHARE
    sizes = np.where(is_short, rng.integers(1, 6, len(lengths)), lengths)
    chosen = words.words[rng.choice(len(words.words), sizes.sum(), p=words.shares)]
    for tweet in np.split(chosen, np.cumsum(sizes)[:-1]):
        is_bare = bare and rng.random() < BARE_SHARE
        yield [without_accents(word) if is_bare else str(word) for word in tweet]


def cut(tweets: Sequence[Tweet], n: int, rng: np.random.Generator) -> Iterator[Tweet]:
    """Cut one to four consecutive words from real tweets."""
    for row in rng.choice(len(tweets), n):
        tweet, size = tweets[row], int(rng.integers(1, 5))
        start = int(rng.integers(0, max(1, len(tweet) - size + 1)))
        yield tweet[start : start + size]


def single(words: WordList, n: int, rng: np.random.Generator) -> Iterator[Tweet]:
    """Draw single words, rare ones more often than in tweets."""
    shares = np.sqrt(words.shares)
    for position in rng.choice(len(words.words), n, p=shares / shares.sum()):
        yield [str(words.words[position])]


def code_mixed(
    tweets: Sequence[Tweet], words: WordList, rng: np.random.Generator
) -> Iterator[Tweet]:
    """Replace about half of the words of real tweets by those of another language."""
    for row in rng.choice(len(tweets), CODE_MIXED):
        is_other = rng.random(len(tweets[row])) < rng.uniform(*MIXED_SHARE)
        others = iter(words.words[rng.choice(len(words.words), is_other.sum(), p=words.shares)])
        mixed = [
            str(next(others)) if other else word
            for word, other in zip(tweets[row], is_other, strict=True)
        ]
        if is_other.sum() > 1:
            yield mixed


def without_accents(word: str) -> str:
    """Remove the accents of a word, as people on phones do."""
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
