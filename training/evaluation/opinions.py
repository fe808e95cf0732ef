"""Own tweets with labels of three classes, by kind of difficulty; see `opinions.tsv`.

Half of every kind is held out: no rule, text or weight was chosen by it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from airparadis.ml.calibration import NEGATIVE, NEUTRAL, POSITIVE

CLASSES = ("negative", "neutral", "positive")
HELD_OUT = "held out"


class OwnTweet(NamedTuple):
    """A tweet of our own; `label` is one of `CLASSES`."""

    language: str
    label: str
    half: str
    kind: str
    text: str


def read_own_tweets() -> list[OwnTweet]:
    """Read the table."""
    lines = Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()
    return [OwnTweet(*line.split("\t")) for line in lines if not line.startswith("#")]


def are_right(tweets: Sequence[OwnTweet], probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Judge probabilities (n, 3): an opinion must lean its way, a neutral tweet must be neutral."""
    is_neutral = probabilities.argmax(axis=1) == NEUTRAL
    is_positive = probabilities[:, POSITIVE] > probabilities[:, NEGATIVE]
    wanted = np.array([CLASSES.index(tweet.label) for tweet in tweets])
    leans = np.where(is_positive, POSITIVE, NEGATIVE)
    right: NDArray[np.bool_] = np.where(wanted == NEUTRAL, is_neutral, leans == wanted)
    return right
