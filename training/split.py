"""The frozen split: which row trains, which validates, which tests; drawn once, kept as a file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data import Tweets
from training.errors import TrainingError

SEED = 42
TEST_SIZE = 0.20
VALIDATION_SIZE = 0.05  # of all rows, carved out of the training part
PUBLISHED = "published"


class Part(IntEnum):
    """The part of the split a row belongs to."""

    TRAIN = 0
    VALIDATION = 1
    TEST = 2


@dataclass(frozen=True)
class Split:
    """The part of every usable row, in the order of the data, and what tells splits apart."""

    variant: str
    parts: NDArray[np.int8]
    data_fingerprint: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the variant, the data and every row's part."""
        digest = hashlib.sha256(f"{self.variant}:{self.data_fingerprint}:".encode())
        digest.update(self.parts.tobytes())
        return digest.hexdigest()

    def rows(self, part: Part) -> NDArray[np.intp]:
        """Positions of the rows of one part, ascending."""
        return np.flatnonzero(self.parts == part)


def draw_split(tweets: Tweets) -> Split:
    """Draw the `published` variant: scikit-learn's stratified 20 % test rows, seed 42."""
    from sklearn.model_selection import train_test_split

    everything = np.arange(len(tweets.y))
    rest, test = train_test_split(
        everything, test_size=TEST_SIZE, random_state=SEED, stratify=tweets.y
    )
    _, validation = train_test_split(
        rest,
        test_size=round(VALIDATION_SIZE * len(everything)),
        random_state=SEED,
        stratify=tweets.y[rest],
    )
    parts = np.full(len(everything), Part.TRAIN, np.int8)
    parts[validation] = Part.VALIDATION
    parts[test] = Part.TEST
    return Split(PUBLISHED, parts, tweets.fingerprint)


def frozen_split(tweets: Tweets, path: Path) -> Split:
    """Read the split kept at `path`, or draw it and keep it there before anything is fitted.

    Raises `TrainingError` when the file there was drawn for other data or was altered.
    """
    if not path.exists():
        split = draw_split(tweets)
        _write(split, tweets, path)
        return split
    return _read(tweets, path)


def seen_in_training(tweets: Tweets, split: Split) -> NDArray[np.bool_]:
    """Which rows' text also stands in a training or validation row: a random split leaks these."""
    return np.isin(tweets.hashes, tweets.hashes[split.parts != Part.TEST])


def _write(split: Split, tweets: Tweets, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = np.array([part.name.lower() for part in Part])
    table = pa.table(
        {
            "row": tweets.rows,
            "part": pa.array(names[split.parts]).dictionary_encode(),
            "text_hash": tweets.hashes,
        },
        metadata={
            "variant": split.variant,
            "seed": str(SEED),
            "data_fingerprint": split.data_fingerprint,
            "fingerprint": split.fingerprint,
        },
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)


def _read(tweets: Tweets, path: Path) -> Split:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        about = _text(table.schema.metadata or {})
        names = {part.name.lower(): part for part in Part}
        parts = np.array([names[name] for name in table["part"].to_pylist()], np.int8)
        split = Split(about["variant"], parts, about["data_fingerprint"])
        fingerprint = about["fingerprint"]
    except (pa.ArrowException, OSError, KeyError) as error:
        raise TrainingError(f"{path} is not a split file: {error}") from error
    if split.data_fingerprint != tweets.fingerprint:
        raise TrainingError(f"the split at {path} was drawn for other data; give another --split")
    if split.fingerprint != fingerprint or not np.array_equal(
        table["text_hash"].to_numpy(), tweets.hashes
    ):
        raise TrainingError(f"the split at {path} was altered after it was drawn")
    return split


def _text(metadata: Mapping[bytes, bytes]) -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in metadata.items()}
