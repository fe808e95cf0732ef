"""Everything a recipe reads, and the parts it may learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.split import Part, Split, draw_split
from training.data.tweets import Tweets, read_tweets
from training.recipe.labelled import ENGLISH, FRENCH, Labelled, read_labelled
from training.recipe.settings import RecipeSettings
from training.recipe.text_key import text_key

OWN_TEXTS = {ENGLISH: "own_texts_en.tsv", FRENCH: "own_texts_fr.tsv"}
OWN_LABELS = {"n": 0, "0": 1, "p": 2}
VARIANT = "published"
ORDER_SEED = 3


@dataclass(frozen=True)
class OwnTexts:
    """Texts of our own, composed for the kinds that labelled tweets hardly hold."""

    texts: list[str]
    labels: NDArray[np.int8]


@dataclass(frozen=True)
class Material:
    """Labelled tweets of both languages, our own texts, and Sentiment140 with its split.

    `unlabelled` are training rows of Sentiment140, in random order, that resemble no labelled tweet
    of validation or test.
    """

    labelled: Labelled
    own: dict[str, OwnTexts]
    sentiment140: Tweets
    split: Split
    unlabelled: NDArray[np.intp]
    max_labelled: int | None = None

    def training_rows(self, language: str) -> NDArray[np.intp]:
        """Labelled rows that teachers and student learn from."""
        rows = self.labelled.rows(Part.TRAIN, language)
        step = 1 if self.max_labelled is None else max(1, len(rows) // self.max_labelled)
        return rows[::step]


def read_material(recipe: RecipeSettings, data: Path) -> Material:
    """Read all files of `data`; raises `TrainingError` where one is missing or another."""
    files = recipe.data.within(data)
    tweets = read_tweets(files.sentiment140)
    split = draw_split(tweets, VARIANT)
    parts = split.parts
    keys = [text_key(text) for text in tweets.texts]
    judged = {key for key, part in zip(keys, parts.tolist(), strict=True) if part and key}
    labelled = read_labelled(files, recipe.split, judged)
    return Material(
        labelled,
        {language: _read_own(name) for language, name in OWN_TEXTS.items()},
        tweets,
        split,
        _unlabelled(keys, parts, labelled),
        recipe.max_labelled,
    )


def _unlabelled(
    keys: Sequence[str], parts: NDArray[np.int8], labelled: Labelled
) -> NDArray[np.intp]:
    held = {
        key
        for key, part, language in zip(
            labelled.keys, labelled.parts, labelled.languages, strict=True
        )
        if part != Part.TRAIN and language == ENGLISH and key
    }
    is_free = np.array([key not in held for key in keys], bool)
    rows = np.flatnonzero((parts == Part.TRAIN) & is_free)
    return np.random.default_rng(ORDER_SEED).permutation(rows)


def _read_own(name: str) -> OwnTexts:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    labels = np.array([OWN_LABELS[label] for label, _ in rows], np.int8)
    return OwnTexts([text for _, text in rows], labels)
