"""Figures of the comparison as plain values; `dataclasses.asdict` makes JSON of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from training.evaluation.bootstrap import Interval
from training.evaluation.mcnemar import McNemar
from training.evaluation.speed import Speed

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Rows with a probability of positive from `place` / `BINS` up, and their positive share."""

    place: int
    rows: int
    mean_probability: float
    share_positive: float


@dataclass(frozen=True)
class Quality:
    """Quality of a model on one set of rows.

    `figures` are those of `bootstrap.FIGURES`; `confusion` counts rows as [[true negative, false
    positive], [false negative, true positive]]; `roc` is a rate at each of evenly spaced others.
    """

    rows: int
    figures: Mapping[str, Interval]
    calibration_error: float
    confusion: list[list[int]]
    roc: list[float]
    reliability: list[Bin]


@dataclass(frozen=True)
class AgainstChampion:
    """A model minus the champion on the same resamples, and McNemar's test of their errors."""

    accuracy: Interval
    roc_auc: Interval
    mcnemar: McNemar


@dataclass(frozen=True)
class SliceQuality:
    """A model on the rows of one slice; ROC AUC is None where all rows have one label."""

    accuracy: float
    roc_auc: float | None


@dataclass(frozen=True)
class Cost:
    """Cost of training, storing and serving; megabytes are of 10^6 bytes, None is unknown."""

    artifact_mb: float
    training_rows: int | None
    training_seconds: float | None
    training_memory_mb: float | None
    speed: Speed
    needs_torch: bool
    gpu: str
    libraries_mb: float
    served: bool


@dataclass(frozen=True)
class JudgedModel:
    """One trained artifact, judged on rows; `against_champion` is None of the champion itself."""

    version: str
    family: str
    test: Quality
    slices: Mapping[str, SliceQuality]
    against_champion: AgainstChampion | None


@dataclass(frozen=True)
class Model(JudgedModel):
    """One trained artifact and everything measured of it."""

    airline: Quality | None
    cost: Cost


@dataclass(frozen=True)
class LearningPoint:
    """A family fitted on so many training rows, judged on the validation rows."""

    family: str
    training_rows: int
    accuracy: float
    roc_auc: float
    seconds: float
    peak_memory_mb: float
    processor_seconds: float = 0.0
    """CPU time of the fit, all cores; 0 for points written before it was measured."""


@dataclass(frozen=True)
class Comparison:
    """Models on the same rows; `champion` is a version, `slices` are rows by name of slice."""

    made_at: str
    machine: str
    data: str
    split_variant: str
    data_fingerprint: str
    split_fingerprint: str
    part: str
    """Part of the split on which the models were judged: `test` or `validation`."""
    champion: str
    models: list[Model]
    slices: Mapping[str, int]
    learning: list[LearningPoint]
