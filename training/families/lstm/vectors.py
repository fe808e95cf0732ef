"""Initial vectors of a training: a file's where it has the word, random ones elsewhere."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file

from training.embeddings.files import WordVectors, read_vectors
from training.errors import TrainingError
from training.families.lstm.settings import (
    DEFAULT_DIMENSIONS,
    NETWORK,
    VOCABULARY,
    LstmSettings,
)
from training.families.lstm.vocabulary import Encoded, Vocabulary

RANDOM_DEVIATION = 0.1
EMBEDDING = "embedding.weight"


@dataclass(frozen=True)
class StartVectors:
    """One vector per word, shape (words, dimensions), and the shares covered by a file."""

    matrix: NDArray[np.float32]
    covered_words: float = 0.0
    covered_tokens: float = 0.0


def start_vectors(vocabulary: Vocabulary, tweets: Encoded, settings: LstmSettings) -> StartVectors:
    """Make vectors for every word of the vocabulary; `tweets` are only counted.

    Raises `TrainingError` for a file that cannot be read or has other dimensions.
    """
    if settings.embeddings is None:
        shape = (len(vocabulary.words), settings.dimensions or DEFAULT_DIMENSIONS)
        return StartVectors(_random(shape, RANDOM_DEVIATION, settings.seed))
    return _from_file(settings.embeddings, vocabulary, tweets, settings)


def _from_file(
    path: Path, vocabulary: Vocabulary, tweets: Encoded, settings: LstmSettings
) -> StartVectors:
    spellings = [_spellings(word) for word in vocabulary.words]
    wanted = {spelling for both in spellings for spelling in both}
    file = _read(path, wanted, settings.dimensions)
    rows = [_vector(file, both) for both in spellings]
    covered = np.array([row is not None for row in rows])
    known = [row for row in rows if row is not None]
    deviation = float(np.std(known)) if known else RANDOM_DEVIATION
    matrix = _random((len(rows), file.dimensions), deviation, settings.seed)
    if known:
        matrix[covered] = known
    vectors = StartVectors(matrix, float(covered[1:].mean()), float(covered[tweets.numbers].mean()))
    print(
        f"{path.name}: {file.summary()}; covers {covered.sum():,} of {len(rows) - 1:,} words, "
        f"{vectors.covered_tokens:.1%} of all tokens"
    )
    return vectors


def _read(path: Path, wanted: set[str], dimensions: int | None) -> WordVectors:
    return read_artifact(path) if path.is_dir() else read_vectors(path, wanted, dimensions)


def read_artifact(directory: Path) -> WordVectors:
    """Read the vectors of a trained model, which know sentiment; others raise `TrainingError`."""
    try:
        words = json.loads((directory / VOCABULARY).read_text("utf-8"))
        matrix = load_file(directory / NETWORK)[EMBEDDING].numpy()
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise TrainingError(f"{directory} is not an artifact of lstm: {error}") from error
    return WordVectors(matrix.shape[1], dict(zip(words, matrix, strict=True)), len(words))


def _spellings(word: str) -> tuple[str, str]:
    """Spell a word as it is, and without its apostrophe, as files of bare words have it."""
    return word, word.replace("'", "")


def _vector(file: WordVectors, spellings: tuple[str, str]) -> NDArray[np.float32] | None:
    return next((file.vectors[word] for word in spellings if word in file.vectors), None)


def _random(shape: tuple[int, int], deviation: float, seed: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).standard_normal(shape, np.float32)
    return drawn * np.float32(deviation)
