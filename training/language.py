"""Fit of `airparadis.text.language`: the weights of character n-grams against English.

    python -m training.language --english sentiment140.parquet --output airparadis/text/language.tsv

English is what people tweet (Sentiment140, the rows of `FIT_BUCKETS`) with a share of general
English; the other languages are drawn word by word from the frequency lists of `wordfreq`
(Speer 2022, data CC BY-SA 4.0), in tweets as long as the English ones. Independent words are
enough, for no n-gram crosses a word's bounds. A logistic regression without intercept separates
the two, so that a tweet of unknown n-grams scores nothing; the strongest n-grams are kept and
fitted again. No real French tweet takes part: those measure.
"""

import argparse
import unicodedata
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
import wordfreq
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from airparadis.text import language

FIT_BUCKETS = range(20)
"""Of 100 buckets by CRC-32 of the text; `benchmarks.language` chooses and reports on others."""

N_GRAMS = 20_000
FOREIGN_TWEETS = 260_000
GENERAL_ENGLISH_TWEETS = 30_000
BARE_SHARE = 0.35  # people on phones drop the accents: "deprimant l'ecologie"
HEADER = """\
# Weights of airparadis.text.language, in hundredths of a nat towards "not English".
# Made by `python -m training.language` from Sentiment140 (Go et al. 2009) and from the word
# frequencies of wordfreq {version} (Robyn Speer, https://github.com/rspeer/wordfreq, CC BY-SA 4.0);
# this table is shared under CC BY-SA 4.0 too.
"""

# French first: it is what a Paris airline's followers write when not English.
SHARES = {"fr": 8.0, "es": 5.0, "pt": 4.0, "it": 4.0, "de": 4.0, "nl": 3.0, "id": 3.0, "tr": 2.0}
SHARES |= {"fil": 1.5, "ms": 1.5} | dict.fromkeys(["sv", "da", "nb", "pl", "ca"], 1.0)
SHARES |= dict.fromkeys(["cs", "fi", "hu", "ro", "sh", "vi"], 0.7)
SHARES |= dict.fromkeys(["lt", "lv", "sk", "sl", "is"], 0.3)

Tweet = list[str]


def bucket(text: str) -> int:
    """Assign a text to one of 100 parts of the data, always the same."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % 100


def read_english(path: Path) -> list[Tweet]:
    """Read the words of the distinct tweets of `FIT_BUCKETS` from a Parquet file with `text`."""
    texts = dict.fromkeys(pd.read_parquet(path, columns=["text"])["text"])
    tweets = (language.words(text) for text in texts if bucket(text) in FIT_BUCKETS)
    return [tweet for tweet in tweets if tweet]


def draw_tweets(
    code: str, lengths: np.ndarray, bare_share: float, rng: np.random.Generator
) -> Iterator[Tweet]:
    """Draw tweets of these lengths in words, by frequency from the language's word list."""
    frequencies = {
        word: frequency
        for word, frequency in wordfreq.get_frequency_dict(code).items()
        if language.words(word) == [word]
    }
    vocabulary = np.array(list(frequencies))
    share = np.array(list(frequencies.values()))
    drawn = vocabulary[rng.choice(len(vocabulary), lengths.sum(), p=share / share.sum())]
    for tweet in np.split(drawn, np.cumsum(lengths)[:-1]):
        bare = rng.random() < bare_share
        yield [_without_accents(word) if bare else str(word) for word in tweet]


def _without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def draw_foreign(lengths: np.ndarray, rng: np.random.Generator) -> list[Tweet]:
    """Draw `FOREIGN_TWEETS` tweets over `SHARES`, of lengths drawn from `lengths`."""
    share = np.array(list(SHARES.values()))
    counts = rng.multinomial(FOREIGN_TWEETS, share / share.sum())
    return [
        tweet
        for code, count in zip(SHARES, counts, strict=True)
        for tweet in draw_tweets(code, rng.choice(lengths, count), BARE_SHARE, rng)
    ]


def fit(english: list[Tweet], foreign: list[Tweet]) -> dict[str, int]:
    """Fit the weights, in hundredths of a nat towards "foreign", of the strongest n-grams."""
    vectorizer = CountVectorizer(
        analyzer=lambda tweet: [gram for word in tweet for gram in language.grams(word)],
        min_df=8,
    )
    X = vectorizer.fit_transform(english + foreign).astype(np.float64)
    y = np.repeat([0, 1], [len(english), len(foreign)])
    strength = np.abs(_coefficients(X, y)) * np.sqrt(np.asarray(X.sum(axis=0)).ravel())
    strongest = np.sort(np.argsort(-strength)[:N_GRAMS])
    weights = np.round(100 * _coefficients(X[:, strongest], y)).astype(int)
    names = vectorizer.get_feature_names_out()[strongest]
    return dict(zip(names, weights.tolist(), strict=True))


def _coefficients(X: sp.csr_matrix, y: np.ndarray) -> np.ndarray:
    model = LogisticRegression(C=0.4, fit_intercept=False, max_iter=200)
    return np.asarray(model.fit(X, y).coef_[0])


def main() -> None:
    """Fit on the given tweets and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--english", type=Path, required=True, help="Sentiment140 as parquet")
    parser.add_argument("--output", type=Path, required=True, help="the table to write")
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    english = read_english(arguments.english)
    lengths = np.array([len(tweet) for tweet in english])
    general = draw_tweets("en", rng.choice(lengths, GENERAL_ENGLISH_TWEETS), 0, rng)
    weights = fit([*english, *general], draw_foreign(lengths, rng))
    rows = "".join(f"{gram}\t{weight}\n" for gram, weight in sorted(weights.items()) if weight)
    arguments.output.write_text(HEADER.format(version=version("wordfreq")) + rows, encoding="utf-8")
    print(f"{len(english):,} English tweets, {len(weights):,} n-grams: {arguments.output}")


if __name__ == "__main__":
    main()
