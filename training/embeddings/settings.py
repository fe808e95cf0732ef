"""What learning word vectors can be told."""

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """word2vec (Mikolov et al., 2013) or fastText (Bojanowski et al., 2017), both skip-gram."""

    WORD2VEC = "word2vec"
    FASTTEXT = "fasttext"


@dataclass(frozen=True)
class VectorSettings:
    """How to learn vectors. With more than one worker two runs differ a little, seed or no seed."""

    method: Method = Method.WORD2VEC
    dimensions: int = 128
    epochs: int = 3
    min_count: int = 3
    workers: int = 2
