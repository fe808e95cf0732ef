"""Slices of the test rows, on which a model may do better or worse than on the whole."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from airparadis.text.cleaning import without_links_and_handles
from airparadis.text.patterns import EMOJI, EMOTICON, STRAIGHT_APOSTROPHE
from airparadis.text.ratings import RATING

SHORT, LONG = 5, 20
"""Words: a tweet of fewer is short, one of more is long."""

_NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|nothing|nobody|none|nor|neither|without|hardly|barely"
    r"|\w+n't|(?:ai|are|ca|could|did|does|do|had|has|have|is|should|was|were|wo|would)nt)\b",
    re.IGNORECASE,
)
_EMOJI = re.compile(rf"{EMOTICON}|{EMOJI}")
_AIRLINE = re.compile(
    r"\b(?:air(?:line|port|plane|craft|ways)s?|planes?|flights?|fl(?:y|ying|ew|own)|jet|pilots?"
    r"|luggage|baggage|boarding|airfrance|easyjet|jetblue|ryanair|lufthansa)\b",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|cheers|merci)\b", re.IGNORECASE)
_PRAISE = re.compile(r"\b(?:great|love|nice|best|bravo|brilliant)\b", re.IGNORECASE)
_RATING = re.compile(rf"{RATING}|\b\d ?stars?\b", re.IGNORECASE)
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")


def slices_of(texts: Sequence[str]) -> Mapping[str, NDArray[np.bool_]]:
    """Return a mask of the raw tweets for each slice, by its name in the report."""
    bar = tqdm(texts, desc="slices", unit=" tweets", mininterval=1)
    plain = [without_links_and_handles(text).translate(STRAIGHT_APOSTROPHE) for text in bar]
    words = np.array([len(text.split()) for text in plain])
    return {
        f"fewer than {SHORT} words": words < SHORT,
        f"{LONG} words and more": words >= LONG,
        "thanks": _matching(_THANKS, plain),
        "words of praise": _matching(_PRAISE, plain),
        "a rating": _matching(_RATING, plain),
        "negation": _matching(_NEGATION, plain),
        "emoji or emoticon": _matching(_EMOJI, plain),
        "airline words": _matching(_AIRLINE, plain),
        "exclamation mark": _with(plain, "!"),
        "question mark": _with(plain, "?"),
        "a word in capitals": _matching(_SHOUTED, plain),
        "a stretched word": _matching(_ELONGATED, plain),
        "hashtag": _matching(re.compile(r"#\w"), plain),
        "reply or mention": _with(texts, "@"),
    }


def with_both_labels(hashes: NDArray[np.uint64], y: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return a mask of the rows whose text occurs elsewhere with the other label; shape (n,)."""
    distinct, number = np.unique(hashes, return_inverse=True)
    rows = np.bincount(number, minlength=len(distinct))
    positives = np.bincount(number, weights=y, minlength=len(distinct))
    contradictory: NDArray[np.bool_] = ((positives > 0) & (positives < rows))[number]
    return contradictory


def _matching(pattern: re.Pattern[str], texts: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([pattern.search(text) is not None for text in texts], bool)


def _with(texts: Sequence[str], mark: str) -> NDArray[np.bool_]:
    return np.array([mark in text for text in texts], bool)
