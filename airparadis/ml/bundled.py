"""The models that come with the package."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from airparadis.ml.artifact import BUNDLED_MODEL


class BundledModel(StrEnum):
    """A bundled model, as the setting `MODEL` names it."""

    LIGHT = "light"
    PRECISE = "precise"


BUNDLED_MODELS: Mapping[BundledModel, Path] = {
    BundledModel.LIGHT: BUNDLED_MODEL,
    BundledModel.PRECISE: Path(__file__).with_name("precise_model"),
}

PROCESSOR_MS = "processor_ms"
"""Parameter of their manifests: the processor time of one tweet, median, in milliseconds."""
