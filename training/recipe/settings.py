"""The recipe file as settings: everything that decides what the bundled models become."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from training.errors import TrainingError

SAMPLE_ROWS = 1_000

BUNDLED_RECIPE = Path(__file__).with_name("bundled.toml")


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DataFiles(_Settings):
    """Names of the data files, in the folder that the command is given."""

    labelled_english: Path
    labelled_french: Path
    airline: Path
    sentiment140: Path

    def within(self, folder: Path) -> "DataFiles":
        """The same files in `folder`."""
        return DataFiles(**{name: folder / path for name, path in self})


class Shares(_Settings):
    """The numbers of test and validation keys among `of` keys; `salt` makes the draw."""

    salt: str
    of: int
    test: int
    validation: int


class SplitSettings(_Settings):
    """The test and validation shares by language; French has few tweets, so more are held out."""

    english: Shares
    french: Shares


class Source(_Settings):
    """The weight of a labelled data set in training.

    An epoch of a teacher has `share` of its rows. The student counts each `weight`, and learns
    `hard` of the label and the rest of what the teachers say. Sets of one target, one event or one
    rater take less part: they say less about other people's tweets.
    """

    share: float
    weight: float
    hard: float


class EncoderSettings(_Settings):
    """Tuning of MiniLM. `rows` are read in all, `chunk` of them between two checkpoints.

    Each of the `cycles` warms up, decays, and begins without the optimiser's moments.
    """

    seed: int
    rows: int
    cycles: int
    chunk: int
    max_pieces: int
    pieces_a_batch: int
    learning_rate: float
    head_learning_rate: float
    weight_decay: float
    warm_up: float
    label_smoothing: float
    own_texts_share: float


class ConvolutionSettings(_Settings):
    """Tuning of the multilingual sentence encoder on both languages.

    Rows of translated tweets bear emoticons' labels: they count `translated_weight` and say
    nothing of neutral.
    """

    seed: int
    rows: int
    chunk: int
    batch_size: int
    learning_rate: float
    head_learning_rate: float
    table_learning_rate: float
    warm_up: float
    label_smoothing: float
    dropout: float
    english_share: float
    airline_share: float
    french_share: float
    translated_share: float
    translated_weight: float
    own_texts_share: float
    own_french_texts_share: float
    min_piece_count: int
    min_word_frequency: float


class UnlabelledSettings(_Settings):
    """Texts that only the teachers label: tweets, phrases cut from tweets, and garbled tweets."""

    seed: int
    tweets: int
    phrases: int
    tweet_phrases: int
    garbled: int
    min_word_count: int


class TeacherSettings(_Settings):
    """`convolution` is its share of what the teachers say; the rest is the encoder's."""

    convolution: float


class StudentSettings(_Settings):
    """Distillation into the recurrent network."""

    seed: int
    dimensions: int
    units: int
    buckets: int
    min_count: int
    epochs: int
    batch_size: int
    learning_rate: float
    table_learning_rate: float
    dropout: float
    vectors_dropout: float
    words_dropout: float
    labelled_times: float
    own_texts_times: float
    tweets_weight: float
    unlabelled_weight: float
    emoticon_weight: float
    emoticon_rows: int
    emoticon_leaning: float


class RecipeSettings(_Settings):
    """The whole recipe; `version` is raised by hand with every change of what it makes."""

    version: int
    data: DataFiles
    split: SplitSettings
    sources: Mapping[str, Source]
    encoder: EncoderSettings
    convolution: ConvolutionSettings
    unlabelled: UnlabelledSettings
    teachers: TeacherSettings
    student: StudentSettings
    max_labelled: int | None = None
    """Training rows of each language that take part, evenly drawn; None: all."""

    def sampled(self) -> "RecipeSettings":
        """The same chain in minutes: few rows of everything, to see that it runs."""
        changes: dict[str, dict[str, Any]] = {
            "encoder": {"rows": 600, "chunk": 300, "cycles": 2},
            "convolution": {"rows": 1200, "chunk": 600},
            "unlabelled": {"tweets": 600, "phrases": 600, "tweet_phrases": 300, "garbled": 200},
            "student": {"epochs": 1, "emoticon_rows": 2000, "min_count": 1},
        }
        parts = {
            name: getattr(self, name).model_copy(update=update) for name, update in changes.items()
        }
        return self.model_copy(update={**parts, "max_labelled": SAMPLE_ROWS})


def read_recipe(path: Path = BUNDLED_RECIPE) -> RecipeSettings:
    """Read a recipe; raises `TrainingError` with the first fault in it."""
    try:
        return RecipeSettings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise TrainingError(f"cannot read {path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TrainingError(f"{path}: {where}: {first['msg']}") from error
