"""The columns that a result adds to its table, and how many rows came out how."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from airparadis.domain.batches.batch import added_columns
from airparadis.files.encodings import REPLACED
from airparadis.files.scoring.rows import Row
from airparadis.files.table import Added
from airparadis.ml.scoring import Probabilities, scored


@dataclass(frozen=True, slots=True)
class Columns:
    """The result columns of a block, each as long as the block."""

    label: Sequence[str | None]
    probability_negative: Sequence[float | None]
    probability_positive: Sequence[float | None]
    uncertain: Sequence[bool]
    neutral_probability: Sequence[float | None]
    neutral: Sequence[bool | None]
    language: Sequence[str | None]
    reason: Sequence[str | None]
    model_version: Sequence[str]

    def cells(self) -> tuple[Sequence[Any], ...]:
        """Return the columns in the order of `added_to`."""
        return tuple(getattr(self, column.name) for column in fields(self))


def added_to(columns: Collection[str]) -> tuple[Added, ...]:
    """Return the columns that a result adds to others."""
    kinds = (str, float, float, bool, float, bool, str, str, str)
    return tuple(
        Added(name, kind) for name, kind in zip(added_columns(columns), kinds, strict=True)
    )


def columns_of(rows: Sequence[Row], version: str, uncertain_below: float) -> Columns:
    """Return what rows add to the result."""
    scores = [
        None
        if row.positive is None
        else scored(Probabilities(row.positive, row.neutral), uncertain_below)
        for row in rows
    ]
    labels = [None if found is None else found.label for found in scores]
    return Columns(
        label=[None if label is None else label.value for label in labels],
        probability_negative=[None if row.positive is None else 1 - row.positive for row in rows],
        probability_positive=[row.positive for row in rows],
        uncertain=[found is not None and found.uncertain for found in scores],
        neutral_probability=[row.neutral for row in rows],
        neutral=[None if found is None else found.neutral for found in scores],
        language=[None if row.language is None else row.language.value for row in rows],
        reason=[None if row.fault is None else row.fault.value for row in rows],
        model_version=[version] * len(rows),
    )


@dataclass
class Counts:
    """The counts of a result."""

    rows: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    uncertain: int = 0
    neutral: int = 0
    """Labelled tweets that more likely express no opinion."""
    reasons: Counter[str] = field(default_factory=Counter)
    replaced: int = 0
    """Tweets with characters that could not be decoded, which are scored all the same."""

    def add(self, texts: Sequence[str | None], columns: Columns) -> None:
        """Count a block."""
        self.rows += len(texts)
        self.labels.update(label for label in columns.label if label)
        self.uncertain += sum(columns.uncertain)
        self.neutral += sum(map(bool, columns.neutral))
        self.reasons.update(reason for reason in columns.reason if reason)
        self.replaced += sum(text is not None and REPLACED in text for text in texts)

    def as_json(self) -> dict[str, object]:
        """Return the counts for a manifest or a table."""
        return {
            "rows": self.rows,
            "labels": dict(self.labels),
            "uncertain": self.uncertain,
            "neutral": self.neutral,
            "reasons": dict(self.reasons),
            "replaced": self.replaced,
        }
