"""Tweets labelled by people, all sets together, and the part each belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.data.airline import read_airline_tweets
from training.data.split import Part
from training.errors import TrainingError
from training.recipe.settings import DataFiles, Shares, SplitSettings
from training.recipe.text_key import key_hash, text_key

LABELS = {"negative": 0, "neutral": 1, "positive": 2}
ENGLISH, FRENCH = "en", "fr"
AIRLINE = "airline"
TRANSLATED = "s140-translated-fr(distant)"
"""Machine-translated from Sentiment140, with emoticon labels: training rows only."""


@dataclass(frozen=True)
class Labelled:
    """One entry per tweet, columns of shape (n,).

    `labels` are 0 negative, 1 neutral, 2 positive; `parts` are values of `Part`; `excluded` marks
    rows that no part may use, because a near-duplicate is in a held-out part.
    """

    texts: list[str]
    labels: NDArray[np.int8]
    sources: NDArray[np.str_]
    languages: NDArray[np.str_]
    keys: NDArray[np.str_]
    parts: NDArray[np.int8]
    excluded: NDArray[np.bool_]

    def rows(self, part: Part, language: str) -> NDArray[np.intp]:
        """Positions of the usable rows of a part, ascending."""
        usable = (self.parts == part) & (self.languages == language) & ~self.excluded
        return np.flatnonzero(usable)


def read_labelled(files: DataFiles, split: SplitSettings, held_back: Iterable[str]) -> Labelled:
    """Read every set and deal its rows to parts.

    Airline tweets keep the parts they always had. `held_back` are keys of texts judged elsewhere
    (`Sentiment140` validation and test rows): no row with such a key is trained on.

    Raises:
        TrainingError: a file cannot be read, or is another.
    """
    frame = pd.concat(
        [
            _read_set(files.labelled_english, ENGLISH),
            _read_airline(files.airline),
            _read_set(files.labelled_french, FRENCH),
        ],
        ignore_index=True,
    )
    frame["key"] = [text_key(text) for text in frame["text"]]
    frame["part"] = _parts(frame, split)
    return Labelled(
        frame["text"].tolist(),
        frame["label"].to_numpy(np.int8),
        frame["source"].to_numpy(str),
        frame["language"].to_numpy(str),
        frame["key"].to_numpy(str),
        frame["part"].to_numpy(np.int8),
        _excluded(frame, frozenset(held_back)),
    )


def _read_set(path: Path, language: str) -> pd.DataFrame:
    try:
        frame = pd.read_csv(path, keep_default_na=False)[["source", "label", "text"]]
        return frame.assign(label=frame["label"].map(_label), language=language, forced=-1)
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise TrainingError(f"cannot read {path}: {error}") from error


def _label(name: str) -> int:
    return LABELS[name]


def _read_airline(path: Path) -> pd.DataFrame:
    tweets = read_airline_tweets(path)
    return pd.DataFrame(
        {
            "source": AIRLINE,
            "label": tweets.labels + 1,
            "text": tweets.texts,
            "language": ENGLISH,
            "forced": tweets.parts,
        }
    )


def _parts(frame: pd.DataFrame, split: SplitSettings) -> NDArray[np.int8]:
    """Deal keys by their hash; the few French tweets give more of themselves to judge by."""
    english = {key: _dealt(key, split.english) for key in set(frame["key"])}
    parts = frame["key"].map(english).to_numpy(np.int8)
    is_french = frame["language"].to_numpy() == FRENCH
    parts[is_french] = [_dealt(key, split.french) for key in frame["key"][is_french]]
    parts[frame["source"].to_numpy() == TRANSLATED] = Part.TRAIN
    forced = frame["forced"].to_numpy(np.int8)
    dealt: NDArray[np.int8] = np.where(forced >= 0, forced, parts).astype(np.int8)
    return dealt


def _dealt(key: str, shares: Shares) -> Part:
    place = key_hash(shares.salt + key) % shares.of
    if place < shares.test:
        return Part.TEST
    return Part.VALIDATION if place < shares.test + shares.validation else Part.TRAIN


def _excluded(frame: pd.DataFrame, held_back: frozenset[str]) -> NDArray[np.bool_]:
    """Mark rows whose key a later part has, too, and training rows that are judged elsewhere."""
    latest = frame.groupby("key")["part"].transform("max").to_numpy()
    parts = frame["part"].to_numpy()
    is_judged_elsewhere = np.array([key in held_back for key in frame["key"]], bool)
    duplicated: NDArray[np.bool_] = latest > parts
    excluded: NDArray[np.bool_] = duplicated | (is_judged_elsewhere & (parts == Part.TRAIN))
    return excluded
