"""Settings of a fit of `modernbert`."""

from dataclasses import asdict, dataclass, replace

SCRATCH_ONLY = ("vocabulary_size", "hidden_size", "layers", "pretraining_steps")

HEAD_SIZE = 64
"""Width of an attention head, as in ModernBERT."""


@dataclass(frozen=True)
class ModernBertSettings:
    """Options of the family; docs/training.md has figures.

    `model` is a name on the Hugging Face hub or a directory, unused `from_scratch`; the fields from
    `vocabulary_size` on are used `from_scratch` only.
    """

    model: str = "answerdotai/ModernBERT-base"
    from_scratch: bool = False
    max_length: int = 64
    epochs: int = 2
    batch_size: int = 32
    learning_rate: float = 5e-5
    evaluations: int = 2
    patience: int = 2
    seed: int = 42
    vocabulary_size: int = 8192
    hidden_size: int = 192
    layers: int = 4
    pretraining_steps: int = 2000

    @property
    def parameters(self) -> dict[str, bool | int | float | str]:
        """Settings that matter for the model."""
        unused = ("model",) if self.from_scratch else SCRATCH_ONLY
        return {name: value for name, value in asdict(self).items() if name not in unused}


PRETRAINED = ModernBertSettings()
FROM_SCRATCH = replace(PRETRAINED, from_scratch=True, batch_size=128, learning_rate=5e-4)
"""A small, untrained model takes larger steps and larger batches."""
