"""Rows as columns of text that both databases read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

VERSIONS = ("light-2026.09.01-00000000", "light-2026.11.23-00000000")

Column = Sequence[str | None]
Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table, column by column; None is NULL."""

    table: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]


def moments(at: Times) -> list[str | None]:
    """As SQLAlchemy writes times into SQLite, and PostgreSQL reads them."""
    text = np.datetime_as_string(at.astype("M8[us]"))
    return [each.replace("T", " ") for each in text.tolist()]


def versions(is_newer: Any) -> Column:
    """Of the older model or the newer."""
    return [VERSIONS[each] for each in is_newer.tolist()]


def sources(is_form: Any) -> Column:
    """By the form or the API."""
    return ["form" if each else "api" for each in is_form.tolist()]


def labels(positive: Any, scored: Any) -> Column:
    """By the probability of positive; none for what was not scored."""
    names = ["positive" if each else "negative" for each in (positive >= 0.5).tolist()]
    pairs = zip(names, scored.tolist(), strict=True)
    return [name if is_scored else None for name, is_scored in pairs]


def floats(positive: Any, scored: Any) -> Column:
    """Six digits; none for what was not scored."""
    pairs = zip(positive.tolist(), scored.tolist(), strict=True)
    return [f"{value:.6f}" if is_scored else None for value, is_scored in pairs]


def reasons(reason: Any) -> Column:
    """Why a text was not scored: 0 for those that were."""
    names = (None, "empty", "language")
    return [names[each] for each in reason.tolist()]


def flags(values: Any) -> Column:
    """Truth values."""
    return ["1" if each else "0" for each in values.tolist()]
