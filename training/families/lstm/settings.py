"""Settings of a fit of `lstm`."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

DEFAULT_DIMENSIONS = 128
MAX_WORDS = 64
"""Longer tweets are cut; one in a thousand of Sentiment140 has more than 40 tokens."""

NETWORK, VOCABULARY, SETTINGS = "network.safetensors", "vocabulary.json", "settings.json"
"""Files of an artifact."""

WORD_DROPOUT = 0.05
"""Share of the words that training turns into <unk>, so that <unk> gets a meaning."""


class Precision(StrEnum):
    """Precision of training; scoring is always in fp32.

    `auto` is bf16 where the processor multiplies it, else fp32.
    """

    AUTO = "auto"
    BF16 = "bf16"
    FP32 = "fp32"


@dataclass(frozen=True)
class LstmSettings:
    """Options of the family; docs/training.md has figures."""

    embeddings: Path | None = None
    dimensions: int | None = None
    tune: bool = True
    hidden: int = 128
    bidirectional: bool = True
    dropout: float = 0.3
    min_count: int = 3
    epochs: int = 4
    patience: int = 1
    batch_size: int = 256
    learning_rate: float = 2e-3
    vectors_learning_rate: float = 1e-3
    precision: Precision = Precision.AUTO
    seed: int = 42

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """Settings for the manifest: the vectors' file by its name, nothing empty."""
        named = asdict(self) | {"embeddings": self.embeddings.name if self.embeddings else "none"}
        return {
            name: str(value) if isinstance(value, str) else value
            for name, value in named.items()
            if value is not None
        }
