"""The generated parts of the cards of models and data, from the bundled models' manifests.

In a card, such a part is between `<!-- generated: NAME -->` and `<!-- end -->`; the rest is written
by hand.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from airparadis.ml.artifact import Manifest, read_verified
from airparadis.ml.bundled import BUNDLED_MODELS, BundledModel
from training.errors import TrainingError

ROWS = {
    "validation": "Sentiment140, validation",
    "test": "Sentiment140, test",
    "general_validation": "general tweets labelled by people, validation",
    "general_test": "general tweets labelled by people, test",
    "airline_validation": "airline tweets labelled by people, validation",
    "french_validation": "French tweets labelled by people, validation",
    "french_test": "French tweets labelled by people, test",
    "test_unseen_texts": "test, texts not seen in training",
    "test_min_words": "test, at least two cleaned words",
    "airline_test": "airline tweets labelled by people, test part",
}
FIGURES = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "roc_auc": "ROC AUC",
    "expected_calibration_error": "calibration error",
    "macro_recall": "macro recall, three classes",
    "negative_roc_auc": "ROC AUC, negative against the rest",
    "neutral_calibration_error": "calibration error of neutral",
}


def figures(manifest: Manifest) -> str:
    """Make the table of every set of rows the model was judged on."""
    found = manifest.metrics
    known = [name for name in FIGURES if any(name in metrics for metrics in found.values())]
    lines = [
        [*_counted(rows, metrics), *[_share(metrics.get(name)) for name in known]]
        for rows, metrics in found.items()
    ]
    return _table(["rows", "number", *[FIGURES[name] for name in known]], lines)


def facts(manifest: Manifest) -> str:
    """Make the table of version, size and settings."""
    size = sum(record.size for record in manifest.files.values()) / 1e6
    settings = ", ".join(f"`{name}` {value}" for name, value in manifest.parameters.items())
    lines = [
        ["version", f"`{manifest.version}`"],
        ["fitted", f"{manifest.created_at:%d %B %Y}"],
        ["size on disk", f"{size:.2f} MB"],
        ["libraries of a fixed version", ", ".join(manifest.libraries) or "none"],
        ["uncertain", f"a larger probability below {_share(manifest.uncertain_below, 2)}"],
        ["settings", settings],
    ]
    return _table(["", ""], lines)


def fitted_on(manifest: Manifest) -> str:
    """Make the table of the data and split of the fit."""
    lines = [
        ["model", f"`{manifest.version}`"],
        ["split", f"`{manifest.split_variant}`"],
        ["fingerprint of the data", f"`{manifest.data_fingerprint}`"],
        ["fingerprint of the split", f"`{manifest.split_fingerprint}`"],
        *[_counted(rows, metrics, "rows: ") for rows, metrics in manifest.metrics.items()],
    ]
    return _table(["", ""], lines)


@dataclass(frozen=True)
class Card:
    """The model that a card is about, and its generated parts by name."""

    model: BundledModel
    parts: Mapping[str, Callable[[Manifest], str]]


CARDS: Mapping[str, Card] = {
    "model.md": Card(BundledModel.LIGHT, {"facts": facts, "figures": figures}),
    "data.md": Card(BundledModel.LIGHT, {"fitted-on": fitted_on}),
    "precise.md": Card(BundledModel.PRECISE, {"facts": facts, "figures": figures}),
}


def parts_of(card: Card) -> dict[str, str]:
    """Return the generated parts of a card, by name.

    Raises:
        ArtifactError: its model cannot be verified.
    """
    manifest = read_verified(BUNDLED_MODELS[card.model])
    return {name: part(manifest) for name, part in card.parts.items()}


def filled(text: str, parts: Mapping[str, str]) -> str:
    """Return `text` with the generated parts of these names replaced.

    Raises `TrainingError` when one of them has no place in it.
    """
    for name, content in parts.items():
        opening, end = f"<!-- generated: {name} -->", "<!-- end -->"
        place = re.compile(rf"(?<={re.escape(opening)}\n).*?(?={end})", re.DOTALL)
        text, found = place.subn(f"\n{content}\n\n".replace("\\", r"\\"), text, count=1)
        if not found:
            raise TrainingError(f"no place for the generated part {name!r}: {opening} … {end}")
    return text


def write_cards(docs: Path) -> None:
    """Fill the cards in the directory `docs`; raises `TrainingError` when one cannot be."""
    for name, card in CARDS.items():
        path = docs / name
        try:
            path.write_text(filled(path.read_text("utf-8"), parts_of(card)), "utf-8")
        except OSError as error:
            raise TrainingError(f"cannot write {path}: {error.strerror}") from error
        print(f"wrote {path}")


def _counted(rows: str, metrics: Mapping[str, float], prefix: str = "") -> list[str]:
    return [prefix + ROWS.get(rows, rows), f"{metrics['rows']:,.0f}"]


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    return "\n".join(_line(cells) for cells in (head, ["---"] * len(head), *lines))


def _line(cells: Sequence[str]) -> str:
    return "".join(f"| {cell} " if cell else "| " for cell in cells) + "|"


def _share(value: float | None, decimals: int = 4) -> str:
    return "" if value is None else f"{value:.{decimals}f}".removeprefix("0")
