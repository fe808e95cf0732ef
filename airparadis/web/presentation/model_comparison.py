"""Model versions side by side, as a table: what they are, then their figures by slice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import format_date, format_decimal, get_locale, lazy_gettext
from flask_babel import gettext as _

from airparadis.services.models.comparison import Contender, Standing

SLICES: Final = {
    "reviewed_test": lazy_gettext("Your reviewed tweets"),
    "airline_test": lazy_gettext("Airline tweets, English"),
    "general_test": lazy_gettext("Tweets in general, English"),
    "french_test": lazy_gettext("Tweets in general, French"),
    "test": lazy_gettext("Sentiment140, labelled by emoticons"),
    "validation": lazy_gettext("Validation tweets"),
}
"""Sets of rows in manifests, the most telling first; `validation` only without a test."""

FIGURES: Final = {
    "macro_recall": lazy_gettext("Mean recall of three classes"),
    "negative_roc_auc": lazy_gettext("ROC AUC, negative against the rest"),
    "f1_negative": lazy_gettext("F1 of negative"),
    "balanced_accuracy": lazy_gettext("Balanced accuracy, two classes"),
    "accuracy": lazy_gettext("Accuracy, two classes"),
    "expected_calibration_error": lazy_gettext("Calibration error"),
    "neutral_calibration_error": lazy_gettext("Calibration error of neutral"),
}
LESS_IS_BETTER: Final = {"expected_calibration_error", "neutral_calibration_error"}

STANDINGS: Final = {
    Standing.PRODUCTION: lazy_gettext("In production"),
    Standing.CANDIDATE: lazy_gettext("Candidate"),
    Standing.EARLIER: lazy_gettext("Earlier version"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a version; `change` against production, and whether it is for the better."""

    text: str
    change: str = ""
    is_better: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of every version."""

    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows on one subject."""

    title: str
    rows: Sequence[Row]


def comparison_groups(contenders: Sequence[Contender]) -> list[Group]:
    """Lay out what is known of the versions; a slice that none was measured on is left out."""
    known = {name for contender in contenders for name in contender.metrics}
    if known & {"test", "airline_test"}:
        known.discard("validation")
    slices = [name for name in SLICES if name in known]
    return [_facts(contenders), *(_slice(contenders, name) for name in slices)]


def _facts(contenders: Sequence[Contender]) -> Group:
    readers: Sequence[tuple[str, Callable[[Contender], str | None]]] = (
        (_("Family"), lambda version: version.family),
        (_("Languages"), _languages),
        (_("Created"), _made),
        (_("Size"), _size),
        (_("Milliseconds for a tweet"), _milliseconds),
        (_("Reviewed tweets used for training"), lambda version: _count(version, "labels_train")),
        (_("Data"), _fingerprint),
    )
    rows = [
        Row(name, [Cell(read(contender) or "–") for contender in contenders])
        for name, read in readers
    ]
    return Group(_("Model and data"), rows)


def _slice(contenders: Sequence[Contender], name: str) -> Group:
    sets = [contender.metrics.get(name, {}) for contender in contenders]
    sizes = [int(figures["rows"]) for figures in sets if "rows" in figures]
    title = str(SLICES[name])
    if sizes:
        title = _("%(slice)s: %(count)s tweets", slice=title, count=format_decimal(max(sizes)))
    rows = [
        Row(str(label), [_cell(figures.get(key), sets[0].get(key), key) for figures in sets])
        for key, label in FIGURES.items()
        if any(key in figures for figures in sets)
    ]
    return Group(title, rows)


def _cell(value: float | None, production: float | None, key: str) -> Cell:
    if value is None:
        return Cell("–")
    text = str(format_decimal(value, "0.000"))
    if production is None or round(value - production, 3) == 0:
        return Cell(text)
    change = value - production
    is_better = (change < 0) is (key in LESS_IS_BETTER)
    return Cell(text, str(format_decimal(change, "+0.000;−0.000")), is_better)


def _made(contender: Contender) -> str | None:
    return None if contender.made_at is None else str(format_date(contender.made_at))


def _languages(contender: Contender) -> str | None:
    if contender.language is None:
        return None
    names = get_locale().languages
    return ", ".join(names.get(code, code) for code in contender.language.split("+"))


def _size(contender: Contender) -> str | None:
    if contender.size is None:
        return None
    return str(_("%(size)s MB", size=format_decimal(contender.size / 1_000_000, "0.0")))


def _milliseconds(contender: Contender) -> str | None:
    found = contender.milliseconds
    return None if found is None else str(format_decimal(found, "0.00"))


def _count(contender: Contender, key: str) -> str | None:
    return str(format_decimal(contender.data[key])) if key in contender.data else None


def _fingerprint(contender: Contender) -> str | None:
    found = contender.data.get("data_fingerprint")
    return str(found)[:12] if found else None
