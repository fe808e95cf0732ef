"""The frozen split into training, validation, test and gate rows, drawn once, stored as a file.

Two variants: `strict` draws texts with all their near-duplicates, so none is on two sides;
`published` draws rows as the published prototype did, so a text that occurs twice may be in both
training and test.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.tweets import Tweets
from training.errors import TrainingError

SEED = 42
TEST_SIZE = 0.20
VALIDATION_SIZE = 0.05  # of all rows, carved out of the training part
PUBLISHED, STRICT = "published", "strict"
GATE_SIZE = 0.025  # likewise
BOTH_LABELS = 2
MIN_TEXTS = 20
"""Minimum of each label; fewer leave a part of the split without it."""


class Part(IntEnum):
    """Part of the split."""

    TRAIN = 0
    VALIDATION = 1
    TEST = 2
    GATE = 3
    """Rows that only the gate of releases judges by; the published split has none."""


@dataclass(frozen=True)
class Split:
    """The part of every usable row, in the order of the data, with variant and data."""

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
        """Return the positions of the rows of one part, ascending."""
        return np.flatnonzero(self.parts == part)

    @property
    def summary(self) -> str:
        """Variant, sizes of the parts and start of the fingerprint, for people."""
        sizes = {part.name.lower(): len(self.rows(part)) for part in Part}
        counts = ", ".join(f"{name} {size:,}" for name, size in sizes.items() if size)
        return f"{self.variant}, {counts}, fingerprint {self.fingerprint[:12]}"


def draw_split(tweets: Tweets, variant: str) -> Split:
    """Draw the split of a variant, a key of `VARIANTS`; the same for the same data, always."""
    return Split(variant, VARIANTS[variant](tweets), tweets.fingerprint)


def _published_parts(tweets: Tweets) -> NDArray[np.int8]:
    """Draw scikit-learn's stratified 20 % test rows, seed 42; validation rows from the rest."""
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
    return parts


def _strict_parts(tweets: Tweets) -> NDArray[np.int8]:
    """Put all rows with the same words in one part: texts are shuffled within their stratum.

    Texts are compared without case, handles, links, punctuation, numbers and a leading RT. The
    strata are the texts that occur with one label, with the other, and with both. Of each, the
    parts get their shares of the rows, as nearly as whole texts allow.
    """
    _, text, sizes = np.unique(tweets.keys, return_inverse=True, return_counts=True)
    positives = np.bincount(text, weights=tweets.y)
    strata = np.where(positives == 0, 0, np.where(positives == sizes, 1, BOTH_LABELS))
    parts = np.full(len(sizes), Part.TRAIN, np.int8)
    rng = np.random.default_rng(SEED)
    for stratum in np.unique(strata):
        texts = rng.permutation(np.flatnonzero(strata == stratum))
        middles = np.cumsum(sizes[texts]) - sizes[texts] / 2
        place = middles / sizes[texts].sum()
        parts[texts[place < TEST_SIZE + VALIDATION_SIZE + GATE_SIZE]] = Part.GATE
        parts[texts[place < TEST_SIZE + VALIDATION_SIZE]] = Part.VALIDATION
        parts[texts[place < TEST_SIZE]] = Part.TEST
    return parts[text]


VARIANTS: Mapping[str, Callable[[Tweets], NDArray[np.int8]]] = {
    PUBLISHED: _published_parts,
    STRICT: _strict_parts,
}


def frozen_split(tweets: Tweets, path: Path, variant: str = PUBLISHED) -> Split:
    """Read the split stored at `path`, or draw and store it before anything is fitted.

    Raises `TrainingError` when the file there was drawn for other data, is of another variant or
    was altered.
    """
    if not path.exists():
        _check_enough(tweets)
        split = draw_split(tweets, variant)
        _write(split, tweets, path)
        return split
    split = _read(tweets, path)
    if split.variant != variant:
        raise TrainingError(f"{path} holds the {split.variant} split, not the {variant} one")
    return split


def _check_enough(tweets: Tweets) -> None:
    """Refuse what cannot be split: every part needs both labels."""
    for name, value in (("negative", 0), ("positive", 1)):
        found = len(np.unique(tweets.keys[tweets.y == value]))
        if found < MIN_TEXTS:
            raise TrainingError(
                f"{found} different {name} tweets are too few to train and judge with: "
                f"at least {MIN_TEXTS} are needed"
            )


def seen_in_training(tweets: Tweets, split: Split) -> NDArray[np.bool_]:
    """Return a mask of rows whose words are also those of a training or validation row: a leak."""
    return np.isin(tweets.keys, tweets.keys[split.parts != Part.TEST])


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
