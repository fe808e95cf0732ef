"""The logistic regression of the weights, and their table."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from airparadis.text.language_evidence import Evidence, grams
from training.language.corpus import Tweet

MAX_GRAMS = 42_000
MIN_TWEETS = 8
C = 0.4
MAX_ITERATIONS = 120

HEADER = """\
# Weights of airparadis.text.language, in hundredths of a nat against English: for French, for
# any other language. Made by `python -m training.language` from Sentiment140 (Go et al. 2009), from
# labelled tweets (docs/data.md) and from the word frequencies of wordfreq {version} (Robyn Speer,
# https://github.com/rspeer/wordfreq, CC BY-SA 4.0); this table is shared under CC BY-SA 4.0 too.
"""


def fit(
    english: Sequence[Tweet], french: Sequence[Tweet], other: Sequence[Tweet]
) -> Mapping[str, Evidence]:
    """Return the evidence of the `MAX_GRAMS` strongest n-grams."""
    vectorizer = CountVectorizer(analyzer=_grams, min_df=MIN_TWEETS, dtype=np.float32)
    X = vectorizer.fit_transform([*english, *french, *other])
    y = np.repeat([0, 1, 2], [len(english), len(french), len(other)])
    reach = np.sqrt(np.asarray(X.sum(axis=0)).ravel())
    strength = np.abs(_against_english(X, y)).max(axis=0) * reach
    selected = np.sort(np.argsort(-strength)[:MAX_GRAMS])
    weights = np.round(100 * _against_english(X[:, selected], y)).astype(int).T
    names = vectorizer.get_feature_names_out()[selected]
    return {name: Evidence(*row) for name, row in zip(names, weights.tolist(), strict=True)}


def table(evidence: Mapping[str, Evidence]) -> str:
    """Format the text of `language.tsv`."""
    rows = "".join(
        f"{gram}\t{weights.french}\t{weights.other}\n"
        for gram, weights in sorted(evidence.items())
        if any(weights)
    )
    return HEADER.format(version=version("wordfreq")) + rows


def _grams(tweet: Tweet) -> list[str]:
    return [gram for word in dict.fromkeys(tweet) for gram in grams(word)]


def _against_english(X: sp.csr_matrix, y: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weights of French and of others minus those of English, (2, n_grams)."""
    model = LogisticRegression(C=C, fit_intercept=False, max_iter=MAX_ITERATIONS, tol=1e-3)
    weights: NDArray[np.float64] = np.asarray(model.fit(X, y).coef_)
    return weights[1:] - weights[:1]
